/** What a world has under way: who moves its clock waits until nothing is. */
export interface Activity {
  /** Begins something; call what it returns once, when that is over. */
  begin(): () => void
  /** Something that is under way waits for the clock, and doesn't count; call what it returns once, when it goes on. */
  pause(): () => void
  /** Resolves when nothing is under way but what waits for the clock. */
  idle(): Promise<void>
}

export const createActivity = (): Activity => {
  let underWay = 0
  let waiting: (() => void)[] = []
  const more = () => {
    underWay++
  }
  const less = () => {
    underWay--
    if (underWay > 0) return
    const idle = waiting
    waiting = []
    for (const resolve of idle) resolve()
  }
  return {
    begin() {
      more()
      return less
    },
    pause() {
      less()
      return more
    },
    idle: () =>
      underWay <= 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  }
}
