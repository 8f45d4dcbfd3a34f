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

/** Replays a family, case by case. */
export async function runFamily(
  target: Target,
  family: Family,
  prefix: string,
  only?: (name: string) => boolean,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const [index, recorded] of family.cases.entries()) {
    if (only && !only(recorded.name)) continue
    results.push(await runCase(target, recorded, `${prefix}${family.name.slice(0, 4)}${index}`))
  }
  return results
}
