import { useEffect, useRef } from 'preact/hooks'
import { setToken, tokenWanted } from '../connection.ts'

/** Asks for the control token, once for this tab. */
export const TokenPrompt = () => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const text = String(new FormData(form).get('token') ?? '').trim()
    if (text) setToken(text)
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby="token-title"
      // Nothing can be done without: pressed twice, Escape closes it all the same.
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
    >
      <form onSubmit={submit}>
        <h2 id="token-title">Control token</h2>
        <p>
          This emulator shows what it holds to whoever knows its token: the one that was set with{' '}
          <code>--control-token</code>, or that it printed when it started. It is kept for this tab.
        </p>
        {tokenWanted.value === 'wrong' && (
          <p class="notice bad" role="alert">
            The emulator doesn’t know this token.
          </p>
        )}
        <label>
          Token {/* A password manager must not keep it. */}
          <input
            name="token"
            type="password"
            autocomplete="off"
            required
            pattern="[\x21-\x7e]+"
            title="Letters, digits and signs of ASCII, as a header holds them"
          />
        </label>
        <button type="submit" class="primary">
          Go on
        </button>
      </form>
    </dialog>
  )
}
