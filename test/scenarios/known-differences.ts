import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** Why a recording is known to differ: everywhere, or `on` one kind of server alone. */
type Known = string | {readonly on: 'embedded' | 'cluster'; readonly why: string}

/** Which recordings are known to differ on that kind of server, and why. */
export function knownDifferences(on: 'embedded' | 'cluster'): Map<string, string> {
  const file = join(import.meta.dirname, 'known-differences.json')
  const known: Record<string, Known> = JSON.parse(readFileSync(file, 'utf8'))
  return new Map(
    Object.entries(known).flatMap(([name, reason]): [string, string][] => {
      if (typeof reason === 'string') return [[name, reason]]
      return reason.on === on ? [[name, reason.why]] : []
    }),
  )
}
