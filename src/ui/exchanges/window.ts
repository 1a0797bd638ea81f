/** Rows of a long list that are drawn: those in sight, and some on both sides. Places count from 0. */
export interface RowWindow {
  readonly first: number
  /** Behind the last one. */
  readonly end: number
}

const OVERSCAN = 10

/** Which rows of a height are in sight of a box, all in pixels. */
export const rowsInSight = (
  box: { top: number; height: number },
  rowHeight: number,
  count: number,
): RowWindow => {
  const first = Math.floor(box.top / rowHeight) - OVERSCAN
  const end = Math.ceil((box.top + box.height) / rowHeight) + OVERSCAN
  return {
    first: Math.max(0, Math.min(first, count)),
    end: Math.max(0, Math.min(end, count)),
  }
}

/** The place of the first row in sight at all, which stays there when rows come above it. */
export const firstInSight = (top: number, rowHeight: number): number => Math.floor(top / rowHeight)
