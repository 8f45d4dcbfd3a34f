/** Why a recording is known to differ: everywhere, or `on` one kind of server alone. */
type Known = string | {readonly on: 'embedded' | 'cluster'; readonly why: string}

/** Which recordings are known to differ on that kind of server, and why: `text` is `known-differences.json`. */
export function knownDifferences(text: string, on: 'embedded' | 'cluster'): Map<string, string> {
  const known: Record<string, Known> = JSON.parse(text)
  return new Map(
    Object.entries(known).flatMap(([name, reason]): [string, string][] => {
      if (typeof reason === 'string') return [[name, reason]]
      return reason.on === on ? [[name, reason.why]] : []
    }),
  )
}
