/** A fenced block of a page: ```yaml shop.yaml has the language `yaml` and the name `shop.yaml`. */
export interface Block {
  readonly language: string
  readonly name: string
  readonly text: string
}

/** The fenced blocks from one heading to another. */
export const blocksBetween = (page: string, from: string, to: string): Block[] => {
  const start = page.indexOf(`\n${from}\n`)
  const end = page.indexOf(`\n${to}\n`, start)
  if (start < 0 || end < 0) throw new Error(`the page has no part from ${from} to ${to}`)
  return Array.from(
    page.slice(start, end).matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms),
    ([, language = '', name = '', text = '']) => ({ language, name, text }),
  )
}

/** The words of a shell command as the page has them: quotes, and lines that go on. */
export const wordsOf = (command: string): string[] =>
  Array.from(
    command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g),
    ([, quoted, plain]) => quoted ?? plain ?? '',
  )

/** What a curl command of the page sends; `file` is the one behind `-d @`, `data` what is written there itself. */
export const requestOf = (command: string) => {
  const [, ...words] = wordsOf(command)
  const request = {
    url: '',
    method: 'GET',
    headers: {} as Record<string, string>,
    file: '',
    data: '',
  }
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') request.method = words.shift() ?? ''
    else if (word === '-d') {
      const data = words.shift() ?? ''
      if (data.startsWith('@')) request.file = data.slice(1)
      else request.data = data
    } else if (word === '-H') {
      const [name = '', value = ''] = words.shift()?.split(/: (.*)/) ?? []
      request.headers[name] = value
    } else request.url = word
  }
  return request
}

/** The JSON of the page as a pattern: lines are joined, and an ellipsis stands for anything. */
export const patternOf = (json: string): RegExp => {
  const parts = json
    .replaceAll(/\n\s*/g, '')
    .split('…')
    .map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
