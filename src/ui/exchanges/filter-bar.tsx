import type { RefObject } from 'preact'
import { route, setQuery } from '../route.ts'
import { CALLBACK_CHOICES, type ListFilter, STATUS_CHOICES } from './filter.ts'

type Change = (event: { currentTarget: { value: string } }) => void

const setter =
  (name: keyof ListFilter): Change =>
  ({ currentTarget }) =>
    setQuery({ [name]: currentTarget.value })

/** Narrows the list; the address bar keeps what it is narrowed to, as it is typed. */
export const FilterBar = ({ text }: { text: RefObject<HTMLInputElement | null> }) => (
  <search class="filter-bar">
    <input
      ref={text}
      type="search"
      aria-label="Text in path, session or correlation ID"
      placeholder="Filter (/)"
      value={typed('text')}
      onInput={setter('text')}
    />
    <Choice label="Status" name="status" choices={STATUS_CHOICES} />
    <Choice label="Callback" name="callback" choices={CALLBACK_CHOICES} />
    <input
      type="text"
      aria-label="Session"
      placeholder="Session, exactly"
      value={typed('session')}
      onInput={setter('session')}
    />
    <input
      type="text"
      aria-label="Correlation ID"
      placeholder="Correlation ID"
      value={typed('correlation')}
      onInput={setter('correlation')}
    />
    {typed('profile') && (
      <button type="button" onClick={() => setQuery({ profile: undefined })}>
        profile {typed('profile')} ✕
      </button>
    )}
  </search>
)

const typed = (name: keyof ListFilter): string => route.value.query[name] ?? ''

interface ChoiceProps {
  label: string
  name: keyof ListFilter
  choices: readonly string[]
}

/** A status that the address bar names is a choice too, if it is none of those. */
const Choice = ({ label, name, choices }: ChoiceProps) => (
  <select aria-label={label} value={typed(name)} onChange={setter(name)}>
    <option value="">{label}: all</option>
    {[...new Set([...choices, typed(name)])].filter(Boolean).map((choice) => (
      <option key={choice} value={choice}>
        {label}: {choice}
      </option>
    ))}
  </select>
)
