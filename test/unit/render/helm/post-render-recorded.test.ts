import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {sortManifests} from '../../../../src/lib/engines/helm/output/sort-manifests.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {postRendered} from '../../../../src/lib/render/helm/post-render.js'

interface Recorded {
  readonly name: string
  readonly files: Record<string, string>
  readonly kustomize?: object[]
  readonly stdout?: string
  /** in Helm's words; empty when it was kustomize that failed */
  readonly fault?: string
}

const origin = {'helm.toolkit.fluxcd.io/name': 'app', 'helm.toolkit.fluxcd.io/namespace': 'team'}
const recorded = readFileSync(join(import.meta.dirname, '../../../fixtures/post-render/cases.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

/** As `helm template` prints it. */
async function printed({files, kustomize}: Recorded): Promise<string> {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`chart/${path}`, text]))
  const documents = await postRendered(texts, {origin, postRenderers: kustomize?.map((fields) => ({kustomize: fields}))})
  const {manifests, hooks} = sortManifests(documents, () => {})
  const part = (path: string, text: string) => `---\n# Source: ${path}\n${text}\n`
  const shown = manifests.map(({path, text}) => part(path, text)).join('')
  return `${shown.trim()}\n${hooks.map(({path, manifest}) => part(path, manifest)).join('')}`
}

describe('what helm 4 and kustomize make of manifests', () => {
  it('was recorded', () => {
    expect(recorded.filter(({stdout}) => stdout !== undefined).length).toBeGreaterThan(100)
  })

  it.each(recorded.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    if (one.stdout !== undefined) return expect(await printed(one)).toBe(one.stdout)
    const fault = await printed(one).then(() => undefined, messageOf)
    expect(fault).toContain(one.fault)
  })
})
