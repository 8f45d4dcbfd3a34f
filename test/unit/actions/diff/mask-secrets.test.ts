import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import type {DiffEntry} from '../../../../src/lib/actions/diff/diff-entry.js'
import {keysOnly, masked, maskPair} from '../../../../src/lib/actions/diff/mask-secrets.js'
import {DIFF_FORMATS, renderDiff} from '../../../../src/lib/output/diff/render-diff.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const NEW = 'canary-new-4711'
const OLD = 'canary-old-4711'
/** no longer in the cluster, still noted */
const LONG_AGO = 'canary-long-ago'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

const note = (value: string) => JSON.stringify({apiVersion: 'v1', kind: 'Secret', data: {pw: base64(value)}})
const secret = (value: string, annotations: {[key: string]: string}): KubeObject => ({
  ...{apiVersion: 'v1', kind: 'Secret'},
  metadata: {name: 'leak', namespace: 'apps', annotations},
  data: {pw: base64(value)},
})
/** All the ways in which tools keep an object, or a value, in an annotation. */
const annotations = (value: string) => ({
  [APPLIED]: note(value),
  'example.com/applied': ` ${note(LONG_AGO)}`,
  'example.com/patch': JSON.stringify([{op: 'replace', path: '/data/pw', value: base64(LONG_AGO)}]),
  'example.com/yaml': `apiVersion: v1\nkind: Secret\ndata:\n  pw: ${base64(LONG_AGO)}\n`,
  'example.com/packed': gzipSync(note(value)).toString('base64'),
  'example.com/plain': `set to ${value}`,
  'example.com/kept': base64(value),
  'example.com/owner': 'team-a',
})
const [BEFORE, AFTER] = [secret(OLD, annotations(OLD)), secret(NEW, {...annotations(NEW), 'example.com/owner': 'team-b'})]
const ref = {apiVersion: 'v1', kind: 'Secret', namespace: 'apps', name: 'leak'}
const subject = 'Secret/apps/leak'

function drifted(from: KubeObject, to: KubeObject): DiffEntry {
  const [before, after] = maskPair(from, to)
  return {action: 'drifted', subject, ref, before, after}
}
const ENTRIES: [string, DiffEntry][] = [
  ['whose values and notes change', drifted(BEFORE, AFTER)],
  ['whose notes alone change', drifted(secret(NEW, {[APPLIED]: note(OLD)}), secret(NEW, {[APPLIED]: note(NEW)}))],
  ['where one more annotation comes', drifted(BEFORE, secret(OLD, {...annotations(OLD), more: 'yes'}))],
  ['that loses its notes', drifted(BEFORE, secret(OLD, {}))],
  ['that comes', {action: 'created', subject, ref, after: masked(AFTER)}],
  ['that goes', {action: 'deleted', subject, ref, before: masked(BEFORE)}],
]

describe('a Secret with copies of its values in annotations', () => {
  describe.each(ENTRIES)('%s', (_, entry) => {
    it.each(DIFF_FORMATS)('shows none of them as %s', async (format) => {
      const result = {subject: 'Kustomization/a/b', entries: [entry], changed: true, errors: []}
      const text = await renderDiff(format, result, {colour: true})
      for (const value of [OLD, NEW, LONG_AGO]) {
        expect(text).not.toContain(value)
        expect(text).not.toContain(base64(value).slice(0, 12))
      }
      expect(text).toContain('leak')
      expect(text).not.toContain('H4sI')
    })
  })

  it('says which of them changed', () => {
    const [before, after] = maskPair(BEFORE, AFTER)
    const [left, right] = [before.metadata.annotations!, after.metadata.annotations!]
    expect([left[APPLIED], right[APPLIED]]).toEqual(['*** (before)', '*** (after)'])
    expect([left['example.com/applied'], right['example.com/applied']]).toEqual(['***', '***'])
    expect([left['example.com/owner'], right['example.com/owner']]).toEqual(['team-a', 'team-b'])
  })

  it('shows none that SOPS encrypted in Git', () => {
    const {metadata} = keysOnly(BEFORE)
    expect(metadata.annotations).toMatchObject({[APPLIED]: '*****', 'example.com/plain': '*****', 'example.com/owner': 'team-a'})
  })

  it('hides a note in both states when either is hidden', () => {
    const [before, after] = maskPair(secret(OLD, {n: 'was plain'}), secret(NEW, {n: `now ${NEW}`}))
    expect([before.metadata.annotations, after.metadata.annotations]).toEqual([{n: '*** (before)'}, {n: '*** (after)'}])
  })

  it('is no other object', () => {
    const map = {...BEFORE, kind: 'ConfigMap'}
    expect(masked(map)).toBe(map)
  })
})
