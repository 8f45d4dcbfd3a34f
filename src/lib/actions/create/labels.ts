import {FluxError} from '../../errors/flux-error.js'
import {labelValue, qualifiedName} from '../../schema/names.js'

/**
 * The labels of `--label key=value`, undefined when there are none.
 * @throws FluxError in flux's words, with apimachinery's complaints
 */
export function readLabels(texts: readonly string[] = []): Record<string, string> | undefined {
  const labels: Record<string, string> = {}
  for (const text of texts) {
    const parts = text.split('=')
    const [key, value] = parts as [string, string]
    if (parts.length !== 2) throw new FluxError('usage', `invalid label format '${text}', must be key=value`)
    refuse(`invalid label '${key}'`, qualifiedName(key))
    refuse(`invalid label value '${value}'`, labelValue(value))
    labels[key] = value
  }
  return texts.length === 0 ? undefined : labels
}

/** Refuses what has faults, listed as Go prints a slice. */
export function refuse(what: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new FluxError('usage', `${what}: [${faults.join(' ')}]`)
}
