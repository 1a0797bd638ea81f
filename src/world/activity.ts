/** What a world has under way: who moves its clock waits until nothing is. */
export interface Activity {
  /** Begins something; call what it returns once, when that is over. */
  begin(): () => void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export const createActivity = (): Activity => {
  let underWay = 0
  let waiting: (() => void)[] = []
  const end = () => {
    underWay--
    if (underWay > 0) return
    const idle = waiting
    waiting = []
    for (const resolve of idle) resolve()
  }
  return {
    begin() {
      underWay++
      return end
    },
    idle: () =>
      underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  }
}
