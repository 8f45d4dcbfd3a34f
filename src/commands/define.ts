import type {Command, Interfaces} from '@oclif/core'
import type {Capability, KindRow} from '../lib/kinds/registry.js'
import {BaseCommand, type GlobalFlags, type Session} from './base.js'

/** One verb over all kinds that are capable of it. */
export interface Verb<F extends Interfaces.FlagInput> {
  readonly name: Capability
  /** True for a verb that lists: its words are the plural ones (`get sources git`). */
  readonly list?: boolean
  summary(kind: KindRow): string
  /** command lines behind `flux VERB KIND `; a command without words stands for itself */
  examples(kind: KindRow): readonly string[]
  readonly flags: F
  /** flags that only some kinds take */
  flagsFor?(kind: KindRow): Interfaces.FlagInput
  run(session: VerbSession<F>, kind: KindRow): Promise<void>
}

export type VerbSession<F extends Interfaces.FlagInput> = Session<Interfaces.InferredFlags<F>>
export type {GlobalFlags}

/** `a HelmRelease`, `an Alert` */
export const withArticle = ({kind}: KindRow) => `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`

/** Gives a verb's flags their type inside `run`. */
export function verb<F extends Interfaces.FlagInput>(spec: Verb<F>): Verb<F> {
  return spec
}

/** One command class per kind, by command id (`get:sources:git`), with the aliases that cobra's topic aliases amount to. */
export function commandsFor<F extends Interfaces.FlagInput>(
  spec: Verb<F>,
  kinds: readonly KindRow[],
): Record<string, Command.Class> {
  const commands: Record<string, Command.Class> = {}
  for (const kind of kinds.filter((row) => row.capabilities.includes(spec.name))) {
    const words = spec.list ? kind.listWords : kind.words
    const id = [spec.name, ...words].join(':')
    commands[id] = class extends BaseCommand {
      static override id = id
      static override summary = spec.summary(kind)
      static override examples = spec.examples(kind).map((rest) => `flux ${id.replaceAll(':', ' ')} ${rest}`.trim())
      static override aliases = aliasesOf(spec, kind, id)
      static override usage = `${id.replaceAll(':', ' ')} [name] [flags]`
      static override flags = {...spec.flags, ...spec.flagsFor?.(kind)}

      async execute(session: Session): Promise<void> {
        await spec.run(session as VerbSession<F>, kind)
      }
    } as unknown as Command.Class
  }
  return commands
}

/** Every other spelling of an id: `get:ks` of `get:kustomizations`, `get:source:git` of `get:sources:git`. */
function aliasesOf(spec: {name: string; list?: boolean}, kind: KindRow, id: string): string[] {
  const words = spec.list ? kind.listWords : kind.words
  const choices = words.map((word, index) => {
    const other = spec.list ? [kind.words[index]!] : []
    return [word, ...other, ...(index === words.length - 1 ? kind.aliases : [])]
  })
  const spellings = choices.reduce<string[]>(
    (ids, choice) => ids.flatMap((start) => choice.map((word) => `${start}:${word}`)),
    [spec.name],
  )
  const ids = new Set(spellings)
  ids.delete(id)
  return [...ids]
}
