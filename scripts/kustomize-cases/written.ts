import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Case} from './case.js'

type WrittenFamily = 'oddities' | 'practice' | 'between' | 'typed' | 'unique' | 'merging' | 'folders' | 'listed'

/**
 * Trees as reviewers wrote them (`oddities`: nulls in odd places, keys that are no text, objects that lose their name, JSON in
 * comments) and as teams have them (`practice`: whole set-ups, many features in one), what kustomize prints and reads once more on its way (`between`),
 * numbers, booleans and repeated keys in files that Go reads into types (`typed`), objects that get one id (`unique`), `<<` and aliases in
 * what Go reads into types (`merging`), plugins whose configuration a folder changes (`folders`) and files of replacements (`listed`), kept as one text:
 * `=== NAME [FOLDER]` begins a tree (its kustomization.yaml may follow at once), `>>> FILE [crlf]` a file.
 */
export function written(family: WrittenFamily, prefix: string): Case[] {
  const text = readFileSync(join(process.cwd(), `scripts/kustomize-cases/${family}.txt`), 'utf8')
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...files] = part.split(/^>>> /m)
      const [first = '', own] = split(head)
      const [name = '', path = ''] = first.split(' ')
      const trees = files.map(split).map(([file, body]) => withLineEnds(file, body))
      const all = own === '' ? trees : [['kustomization.yaml', own] as const, ...trees]
      return {name: `${prefix}, ${name}`, path, files: Object.fromEntries(all)}
    })
}

function withLineEnds(head: string, body: string): readonly [string, string] {
  const [file = '', ends] = head.split(' ')
  return [file, ends === 'crlf' ? body.replaceAll('\n', '\r\n') : body]
}

function split(part: string): [string, string] {
  const end = part.indexOf('\n')
  return [part.slice(0, end), part.slice(end + 1)]
}
