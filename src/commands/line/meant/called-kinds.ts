import {KINDS, type KindRow} from '../../../lib/kinds/registry.js'
import {nearWords} from '../command-tree.js'

/** Kinds that somebody may mean by words, and what follows these words. */
export interface CalledKinds {
  readonly rows: readonly KindRow[]
  readonly rest: readonly string[]
}

/** Parts of a kind's name that are told from others: the first five letters, or whole words of four letters at its end. */
const [BEGINNING, END] = [5, 4]

/**
 * The kinds that words begin with, however other tools call them: `ks`, `kustomizations`, `gitrepo`, `source git`, `sources git`,
 * `releases`, `helmreleases.helm.toolkit.fluxcd.io`, each with its name behind it or as `ks/apps`.
 */
export function calledKinds(words: readonly string[]): CalledKinds {
  const [first = '', ...others] = words.flatMap((word) => word.split('/'))
  const [second, ...more] = others
  const topical =
    second === undefined
      ? []
      : KINDS.filter(({words: own}) => own.length === 2 && singular(first) === own[0] && singular(second) === own[1])
  if (topical.length > 0) return {rows: topical, rest: more}
  return {rows: kindsOfWord(first), rest: others}
}

function kindsOfWord(typed: string): readonly KindRow[] {
  const [word = '', ...group] = typed.toLowerCase().replaceAll('-', '').split('.')
  if (word === '') return []
  if (group.length > 0 && !group.at(-1)!.endsWith('io')) return []
  const one = singular(word)
  const exact = KINDS.filter(
    (row) => one === row.kind.toLowerCase() || word === row.plural || [word, one].some((some) => row.aliases.includes(some)),
  )
  if (exact.length > 0) return exact
  const last = KINDS.filter((row) => row.words.length > 1 && one === row.words.at(-1))
  if (last.length > 0) return last
  const part = KINDS.filter(({kind}) => {
    const name = kind.toLowerCase()
    return (one.length >= BEGINNING && name.startsWith(one)) || (one.length >= END && name.endsWith(one))
  })
  if (part.length > 0) return part
  return one.length < BEGINNING ? [] : KINDS.filter(({kind}) => nearWords(one, [kind]).length > 0)
}

/** `policies`, `repositories`, `charts` and what has one already. */
function singular(word: string): string {
  const low = word.toLowerCase()
  return low.endsWith('ies') ? `${low.slice(0, -3)}y` : low.replace(/([^s])s$/, '$1')
}
