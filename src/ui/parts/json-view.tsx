import type { JSX } from 'preact'

/** Objects deeper than this are shut, to be opened. */
const OPEN_DEPTH = 2
/** Elements of a list that are shown at once. */
const MAX_ELEMENTS = 200

/** A value as JSON, its objects and lists to be opened and shut. */
export const JsonView = ({ value, label }: { value: unknown; label: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
  <section class="json" aria-label={label} tabIndex={0}>
    <Node value={value} depth={0} />
  </section>
)

const Node = ({ value, depth }: { value: unknown; depth: number }): JSX.Element => {
  if (typeof value !== 'object' || value === null) return <Leaf value={value} />
  const isList = Array.isArray(value)
  const entries = Object.entries(value)
  const [start, end] = isList ? '[]' : '{}'
  if (entries.length === 0) {
    return (
      <span>
        {start}
        {end}
      </span>
    )
  }
  const hidden = entries.length - MAX_ELEMENTS
  return (
    <details open={depth < OPEN_DEPTH}>
      <summary>
        {start}
        <span class="faint">{isList ? entries.length : hintOf(entries)}</span>
        <span class="shut">{end}</span>
      </summary>
      <ul>
        {entries.slice(0, MAX_ELEMENTS).map(([name, inner]) => (
          <li key={name}>
            {!isList && <span class="name">{name}: </span>}
            <Node value={inner} depth={depth + 1} />
          </li>
        ))}
        {hidden > 0 && <li class="faint">and {hidden} more</li>}
      </ul>
      {end}
    </details>
  )
}

/** What a shut object holds: an effect is known by its type. */
const hintOf = (entries: readonly [string, unknown][]): string => {
  const [, type] = entries.find(([name]) => name === 'effectType') ?? []
  return typeof type === 'string' ? type : entries.map(([name]) => name).join(', ')
}

const Leaf = ({ value }: { value: unknown }) => (
  <span class={value === null ? 'null' : typeof value}>{JSON.stringify(value)}</span>
)
