import {goQuote} from '../../../../errors/go-quote.js'
import {countsWhole, parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'

/** Bytes come whole. */
export function fractionWarnings(
  amounts: Readonly<Record<string, string>> | null | undefined,
  names: readonly string[],
  path: string,
): string[] {
  return names.flatMap((name) => {
    const amount = amounts?.[name]
    if (amount === undefined || countsWhole(parseQuantity(amount))) return []
    return [`${path}[${name}]: fractional byte value ${goQuote(amount)} is invalid, must be an integer`]
  })
}

/** What is odd about the amounts that a claim asks for. */
export function amountWarnings({resources}: Pick<Go['PersistentVolumeClaimSpec'], 'resources'>, path: string): string[] {
  return (['requests', 'limits'] as const).flatMap((field) =>
    fractionWarnings(resources[field], ['storage'], `${path}.resources.${field}`),
  )
}
