import { useRef } from 'preact/hooks'

/** A button that asks for a file and hands over its text. */
export const FileButton = ({
  label,
  accept,
  onText,
}: {
  label: string
  accept: string
  onText: (text: string) => Promise<void>
}) => {
  const field = useRef<HTMLInputElement>(null)
  const take = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (file) await onText(await file.text())
    // So that the same file, once it is mended, can be chosen again.
    input.value = ''
  }
  return (
    <>
      <input
        ref={field}
        type="file"
        aria-label={label}
        accept={accept}
        hidden
        onChange={({ currentTarget }) => void take(currentTarget)}
      />
      <button type="button" onClick={() => field.current?.click()}>
        {label}
      </button>
    </>
  )
}
