import {describe, expect, it} from 'vitest'
import type {DiffEntry, DiffResult} from '../../../../src/lib/actions/diff/diff-entry.js'
import {withoutSubstituted} from '../../../../src/lib/actions/diff/mask-substituted.js'
import {isSecretText} from '../../../../src/lib/actions/diff/secret-texts.js'
import {createSecretTrace} from '../../../../src/lib/engines/substitute/secret-trace.js'
import {renderDiff} from '../../../../src/lib/output/diff/render-diff.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const SECRET = 'canary-new-1'
const OLD = 'canary-old-1'
const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'apps', name: 'web'}
const subject = 'ConfigMap/apps/web'
const object = (rest: object, annotations = {}) =>
  ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'web', namespace: 'apps', annotations}, ...rest}) as KubeObject
const resultOf = (...entries: DiffEntry[]): DiffResult => ({subject, entries, changed: true, errors: []})

const tracing = (texts: readonly string[]) => ({...createSecretTrace(), texts: new Set(texts)})

/** Both states of what drifted, without secrets. */
function states(before: object, after: object, secrets: readonly string[] = [SECRET], annotations = {}) {
  const entry = {action: 'drifted' as const, subject, ref, before: object(before, annotations), after: object(after, annotations)}
  const masked = withoutSubstituted(resultOf(entry), tracing(secrets)).entries[0]
  if (masked?.action !== 'drifted') throw new Error('not drifted')
  return {before: masked.before, after: masked.after}
}

describe('values that variables got from Secrets', () => {
  it('are hidden with what stands in their place in the cluster; the rest is shown', () => {
    const {before, after} = states({data: {a: OLD, b: 'one'}}, {data: {a: `x-${SECRET}`, b: 'two'}})
    expect(before.data).toEqual({a: '*** (before)', b: 'one'})
    expect(after.data).toEqual({a: '*** (after)', b: 'two'})
  })

  it('are hidden line by line in a text of many lines', () => {
    const {before, after} = states({data: {a: `user: me\npass: ${OLD}\n`}}, {data: {a: `user: me\npass: ${SECRET}\n`}})
    expect(before.data).toEqual({a: 'user: me\n*** (before)\n'})
    expect(after.data).toEqual({a: 'user: me\n*** (after)\n'})
  })

  it('are found in items of lists by name, else in all of them', () => {
    const env = (password: string, level: string) => [
      {name: 'PASSWORD', value: password},
      {name: 'LEVEL', value: level},
    ]
    const named = states({spec: {env: env(OLD, 'info').reverse()}}, {spec: {env: env(SECRET, 'debug')}})
    expect(named.before.spec).toEqual({env: env('*** (before)', 'info').reverse()})
    expect(named.after.spec).toEqual({env: env('*** (after)', 'debug')})
    const plain = states({spec: {args: [`--p=${OLD}`, '-v']}}, {spec: {args: ['-v', '-x', `--p=${SECRET}`]}})
    expect(plain.before.spec).toEqual({args: ['*** (before)', '-v']})
    expect(plain.after.spec).toEqual({args: ['-v', '*** (after)', '*** (after)']})
  })

  it('are hidden where nothing changes, in keys, in base64, as numbers, in any case', () => {
    const encoded = Buffer.from(SECRET).toString('base64')
    const same = {data: {a: SECRET, [SECRET]: 'x', b: encoded, c: SECRET.toUpperCase(), n: 4711_4711}}
    const shown = JSON.stringify(states({...same, x: 1}, {...same, x: 2}, [SECRET, '47114711']))
    expect(shown).not.toMatch(/canary|47114711/i)
    expect(shown).not.toContain(encoded)
  })

  it('take kubectl’s copy of the whole object with them', () => {
    const copy = {'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"a":"${OLD}"}}`}
    expect(JSON.stringify(states({data: {a: OLD}}, {data: {a: SECRET}}, [SECRET], copy))).not.toContain('canary')
  })

  it('are told to have changed where only their order did', () => {
    const {before, after} = states({spec: {args: [SECRET, `x${SECRET}`]}}, {spec: {args: [`x${SECRET}`, SECRET]}})
    expect(JSON.stringify([before, after])).not.toContain('canary')
    expect(before).not.toEqual(after)
  })

  it('hide what stands below their names, and a map in their place', () => {
    const [OTHER, plain] = ['canary-other', 'plain']
    const env = (name: string, value: string) => [
      {name, value},
      {name: 'kept', value: plain},
    ]
    const keys = states({data: {[OLD]: OTHER, kept: plain}}, {data: {[SECRET]: 'x', kept: plain}})
    expect(keys.before.data).toEqual({'*** (before)': '*** (before)', kept: plain})
    const names = states({spec: {env: env(OLD, OTHER)}}, {spec: {env: env(SECRET, 'x')}})
    expect(names.before.spec).toEqual({env: ['*** (before)', {name: 'kept', value: plain}]})
    const maps = states({spec: {a: {b: OTHER}}}, {spec: {a: SECRET}})
    expect([maps.before.spec, maps.after.spec]).toEqual([{a: '*** (before)'}, {a: '*** (after)'}])
  })

  it('hide maps and lists that came from them, at their places alone', () => {
    const secrets = {
      ...tracing([]),
      places: new Map([
        [
          object({}),
          [
            ['data', 'db'],
            ['spec', 'list', 'one'],
            ['metadata', 'labels'],
          ],
        ],
      ]),
    }
    const [before, after] = [
      object({data: {db: {x: OLD}, same: 1}}),
      object({data: {db: ['y'], same: 1}, spec: {list: [{name: 'one', v: 1}, {name: 'two'}]}}),
    ]
    const entry = {action: 'drifted' as const, subject, ref, before, after}
    const masked = withoutSubstituted(resultOf(entry), secrets).entries[0]
    expect(masked).toMatchObject({
      before: {data: {db: '*** (before)', same: 1}},
      after: {data: {db: '*** (after)', same: 1}, spec: {list: ['*** (after)', {name: 'two'}]}, metadata: {name: 'web'}},
    })
    const other = {...entry, ref: {...ref, name: 'other'}}
    expect(withoutSubstituted(resultOf(other), secrets).entries[0]).toEqual(other)
  })

  it('leave objects without them as they are', () => {
    const [before, after] = [{data: {a: OLD}}, {data: {a: 'other'}}]
    expect(states(before, after)).toEqual({before: object(before), after: object(after)})
  })

  it.each(['unified', 'json', 'github', 'gitlab'] as const)('are in no report as %s', async (format) => {
    const result = resultOf(
      {action: 'created', subject, ref, after: object({data: {a: SECRET, kept: 'kept'}})},
      {action: 'deleted', subject, ref, before: object({data: {a: SECRET}})},
      {
        ...{action: 'child' as const, subject: 'Kustomization/apps/child', ref},
        entries: [{action: 'drifted', subject, ref, before: object({data: {a: OLD}}), after: object({data: {a: SECRET}})}],
      },
    )
    const quoted = {...result, errors: [`data.a: Invalid value: "${SECRET}": no`]}
    const report = await renderDiff(format, withoutSubstituted(quoted, tracing([SECRET])), {})
    expect(report).not.toContain('canary')
    expect(report).toContain('*** (after)')
  })
})

describe('what counts as a secret', () => {
  it.each([
    ['s3cret', 'url: a:s3cret@b', true],
    ['s3cret', 'nothing', false],
    ['pass1', 'pass1', true],
    ['pass1', 'my pass1 here', false],
    ['true', 'true', false],
    ['8080', '8080', false],
    ['1', '1', false],
    ['ab', 'ab', false],
    ['', '', false],
  ])('%j in %j: %j', (secret, text, found) => expect(isSecretText(tracing([secret]))(text)).toBe(found))
})
