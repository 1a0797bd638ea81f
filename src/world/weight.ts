/** What headers weigh in memory, in characters: names and values. */
export const weightOfHeaders = (headers: Readonly<Record<string, unknown>>): number => {
  let weight = 0
  for (const name in headers) weight += name.length + String(headers[name]).length
  return weight
}
