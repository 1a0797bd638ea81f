import { effectWords } from '../../contract/control/effect-words.ts'
import type { Effect } from '../../contract/service/effects.ts'

/** Effects in words, each with the rule that gave it. */
export const EffectList = ({ effects }: { effects: readonly Effect[] }) => (
  <ul class="effects">
    {effects.map((effect, place) => (
      <li key={place}>
        {effectWords(effect)} <span class="faint">{effect.ruleName}</span>
      </li>
    ))}
  </ul>
)
