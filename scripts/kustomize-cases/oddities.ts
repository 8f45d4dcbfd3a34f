import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Case} from './case.js'

/**
 * Trees as reviewers wrote them, kept as one text: `=== NAME [FOLDER]` begins a tree (its kustomization.yaml follows at once),
 * `>>> FILE` a file. Nulls in odd places, keys that are no text, objects that lose their name, JSON in comments.
 */
export function cases(): Case[] {
  const text = readFileSync(join(process.cwd(), 'scripts/kustomize-cases/oddities.txt'), 'utf8')
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...files] = part.split(/^>>> /m)
      const [first = '', own] = split(head)
      const [name = '', path = ''] = first.split(' ')
      const trees = files.map(split)
      return {name: `odd, ${name}`, path, files: Object.fromEntries(own === '' ? trees : [['kustomization.yaml', own], ...trees])}
    })
}

function split(part: string): [string, string] {
  const end = part.indexOf('\n')
  return [part.slice(0, end), part.slice(end + 1)]
}
