import { CONTENT_FIELDS } from '../../contract/service/content-fields.ts'
import { envelope, lastCallback } from './remembered.ts'
import type { CallbackAsked } from './send.ts'

const change = (changes: Partial<CallbackAsked>): void => {
  const { callback } = envelope.value
  if (callback) envelope.value = { ...envelope.value, callback: { ...callback, ...changes } }
}

/** The headers that ask for a callback. The emulator's own sink is where it goes by default. */
export const CallbackForm = () => {
  const { callback } = envelope.value
  const toggle = (isOn: boolean) => {
    if (callback) lastCallback.value = callback
    envelope.value = { ...envelope.value, callback: isOn ? lastCallback.value : undefined }
  }
  return (
    <fieldset>
      <legend>
        <label class="check">
          <input
            type="checkbox"
            checked={callback !== undefined}
            onChange={({ currentTarget }) => toggle(currentTarget.checked)}
          />
          Callback
        </label>
      </legend>
      {callback && (
        <>
          <div class="fields">
            <Field label="Destination" name="uri" value={callback.uri} />
            <Field label="Key: header name, blank, key" name="key" value={callback.key} />
            <Field label="Correlation ID" name="correlationId" value={callback.correlationId} />
          </div>
          <details>
            <summary>
              Fields: {callback.fields.length === 0 ? 'all' : callback.fields.join(', ')}
            </summary>
            <div class="checks">
              {CONTENT_FIELDS.map((name) => (
                <label key={name} class="check">
                  <input
                    type="checkbox"
                    checked={callback.fields.includes(name)}
                    onChange={({ currentTarget }) =>
                      change({
                        fields: currentTarget.checked
                          ? [...callback.fields, name]
                          : callback.fields.filter((field) => field !== name),
                      })
                    }
                  />
                  {name}
                </label>
              ))}
            </div>
          </details>
        </>
      )}
    </fieldset>
  )
}

const Field = ({
  label,
  name,
  value,
}: {
  label: string
  name: 'uri' | 'key' | 'correlationId'
  value: string
}) => (
  <label>
    {label}
    <input
      value={value}
      autocomplete="off"
      onInput={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  </label>
)
