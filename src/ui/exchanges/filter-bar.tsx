import type { RefObject } from 'preact'
import { setQuery } from '../route.ts'
import { CALLBACK_CHOICES, type ListFilter, STATUS_CHOICES } from './filter.ts'

type Change = (event: { currentTarget: { value: string } }) => void

const setter =
  (name: keyof ListFilter): Change =>
  ({ currentTarget }) =>
    setQuery({ [name]: currentTarget.value.trim() })

/** Narrows the list; the address bar keeps what it is narrowed to. */
export const FilterBar = ({
  filter,
  text,
}: {
  filter: ListFilter
  text: RefObject<HTMLInputElement | null>
}) => (
  <search class="filter-bar">
    <input
      ref={text}
      type="search"
      aria-label="Text in path, session or correlation ID"
      placeholder="Filter (/)"
      value={filter.text ?? ''}
      onInput={setter('text')}
    />
    <Choice label="Status" name="status" value={filter.status} choices={STATUS_CHOICES} />
    <Choice label="Callback" name="callback" value={filter.callback} choices={CALLBACK_CHOICES} />
    <input
      type="text"
      aria-label="Session"
      placeholder="Session"
      value={filter.session ?? ''}
      onInput={setter('session')}
    />
    <input
      type="text"
      aria-label="Correlation ID"
      placeholder="Correlation ID"
      value={filter.correlation ?? ''}
      onInput={setter('correlation')}
    />
  </search>
)

interface ChoiceProps {
  label: string
  name: keyof ListFilter
  value: string | undefined
  choices: readonly string[]
}

/** A status that the address bar names is a choice too, if it is none of those. */
const Choice = ({ label, name, value = '', choices }: ChoiceProps) => (
  <select aria-label={label} value={value} onChange={setter(name)}>
    <option value="">{label}: all</option>
    {[...new Set([...choices, ...(value ? [value] : [])])].map((choice) => (
      <option key={choice} value={choice}>
        {label}: {choice}
      </option>
    ))}
  </select>
)
