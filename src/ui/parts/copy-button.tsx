import { useSignal } from '@preact/signals'

const SAID_FOR_MS = 1500

/** Copies a text that is made when it is asked for, and says so. */
export const CopyButton = ({ text, children }: { text: () => string; children: string }) => {
  const said = useSignal<string | undefined>(undefined)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      said.value = 'Copied'
    } catch {
      // Only a secure page may: by http that is localhost.
      said.value = 'The browser forbids it'
    }
    setTimeout(() => {
      said.value = undefined
    }, SAID_FOR_MS)
  }
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{said.value ?? children}</span>
    </button>
  )
}
