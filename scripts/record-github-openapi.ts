import {readFileSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'

/**
 * Takes what a bootstrap asks of GitHub out of GitHub's own description of its API, for the fake of GitHub to check requests
 * against. The description is `generated/api.github.com.json` of the npm package `@octokit/openapi`, which is too large to
 * depend on:
 *
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-*.tgz
 *   node scripts/run.mjs record-github-openapi package/generated/api.github.com.json
 */
const OPERATIONS = [
  'GET /user',
  'GET /repos/{owner}/{repo}',
  'POST /user/repos',
  'POST /orgs/{org}/repos',
  'GET /repos/{owner}/{repo}/keys',
  'POST /repos/{owner}/{repo}/keys',
  'DELETE /repos/{owner}/{repo}/keys/{key_id}',
  'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}',
  'PUT /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}',
]

type Json = null | boolean | number | string | Json[] | {[key: string]: Json}
type Tree = {[key: string]: Json}

const root = resolve(import.meta.dirname, '..')
const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: node scripts/run.mjs record-github-openapi FILE')
const whole = JSON.parse(readFileSync(file, 'utf8')) as Tree

/** The same without references and without what is for readers alone. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if (typeof value['$ref'] === 'string') return plain(at(value['$ref'].slice(2).split('/')))
  // names of properties may be the same words
  const kept = Object.entries(value).filter(([key, of]) => isWord(key, of))
  return Object.fromEntries(kept.map(([key, of]) => [key, key === 'properties' ? named(of as Tree) : plain(of)]))
}

const named = (schemas: Tree) => Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]))
const isWord = (key: string, value: Json) =>
  !(['description', 'example', 'examples', 'title'].includes(key) && typeof value !== 'boolean') && !key.startsWith('x-')

function at(path: readonly string[]): Json {
  return path.reduce<Json>((value, key) => (value as Tree)[key.replaceAll('~1', '/')] ?? null, whole)
}

function operation(line: string): Tree {
  const [method = '', path = ''] = line.split(' ')
  const found = at(['paths', path.replaceAll('/', '~1'), method.toLowerCase()]) as Tree | null
  if (!found) throw new Error(`GitHub describes no ${line}`)
  const parameters = (plain(found['parameters'] ?? []) as Tree[]).map(({name, in: place, required, schema}) => ({
    ...{name: name!, in: place!, required: required ?? false, schema: schema!},
  }))
  const body = plain(found['requestBody'] ?? null) as {required?: boolean; content?: Record<string, {schema: Json}>} | null
  const schema = body?.content?.['application/json']?.schema
  return {
    ...{parameters, statuses: Object.keys(found['responses'] as Tree).map(Number)},
    ...(schema === undefined ? {} : {body: {required: body?.required ?? false, schema}}),
  }
}

const info = whole['info'] as Tree
const recorded = {
  version: info['version'] ?? '',
  operations: Object.fromEntries(OPERATIONS.map((line) => [line, operation(line)])),
}
writeFileSync(join(root, 'test/fixtures/githosts/github-openapi.json'), `${JSON.stringify(recorded, null, 1)}\n`)
