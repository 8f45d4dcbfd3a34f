import {isVersion, kindsOf, type Targets} from '../targets.js'
import type {Warning} from './judge.js'

/** Lines of a template that name one of our groups in a version that none of its kinds should have, and that nobody has spoken of. */
export function mentions(text: string, targets: Targets, found: readonly {readonly line: number}[]): Warning[] {
  const told = new Set(found.map(({line}) => line))
  const groups = new Set([...targets.keys()].map((key) => key.split('/')[0]!))
  return text.split('\n').flatMap((line, index): Warning[] => {
    if (told.has(index + 1) || /^\s*(?:#|\{\{-?\s*\/\*)/.test(line)) return []
    const named = [...line.replace(/\s#.*$/, '').matchAll(/([a-z.]+\.fluxcd\.io)\/(v\w+)/g)].find(
      ([, group, version]) =>
        groups.has(group!) &&
        isVersion(version!) &&
        !kindsOf(group!, targets).some((kind) => targets.get(`${group}/${kind}`) === version),
    )
    return named ? [{line: index + 1, message: `${named[0]} stands here and is not understood: left as it is`}] : []
  })
}
