import {readdirSync, readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {Case, Target} from './case.js'
import {type CaseResult, runCase} from './run-case.js'

export interface Family {
  readonly name: string
  readonly cases: readonly Case[]
}

/** All families of a folder of recordings. */
export function loadCorpus(folder: string): readonly Family[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => ({
      name: basename(file, '.jsonl'),
      cases: readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as Case),
    }))
}

/** Replays a family, case by case; `begin` is told before each which of how many it is. */
export async function runFamily(
  target: Target,
  family: Family,
  prefix: string,
  options: {readonly only?: ((name: string) => boolean) | undefined; begin?(number: number, of: number, name: string): void},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const [index, recorded] of family.cases.entries()) {
    if (options.only && !options.only(recorded.name)) continue
    options.begin?.(index + 1, family.cases.length, recorded.name)
    results.push(await runCase(target, recorded, `${prefix}${family.name.slice(0, 4)}${index}`))
  }
  return results
}
