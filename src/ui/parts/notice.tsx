/** Something that went wrong, or that should be known. */
export const Notice = ({
  tone = 'bad',
  children,
}: {
  tone?: 'bad' | 'busy' | 'good'
  children: preact.ComponentChildren
}) => (
  <p class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {children}
  </p>
)
