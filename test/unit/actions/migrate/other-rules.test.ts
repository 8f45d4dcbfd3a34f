import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'

const schemas = ourSchemas()
const migrate = (text: string) => migrateText(text, targetsOf(undefined), schemas)

describe('summary of an Alert', () => {
  it('alone and without value is left and told: a spec of nothing would be null', () => {
    const found = migrate(
      'apiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Alert\nmetadata: {name: a}\nspec:\n  summary:\n',
    )
    expect(found.text).toBeUndefined()
    expect(found.items).toContainEqual(expect.objectContaining({line: 5, kind: 'manual'}))
  })

  it('summary of an Alert moves to eventMetadata', () => {
    const alert = (rest: string) =>
      `apiVersion: notification.toolkit.fluxcd.io/v1beta2\nkind: Alert\nmetadata: {name: a}\nspec:\n  providerRef: {name: p}\n${rest}`
    const sources = '  eventSources: [{kind: GitRepository, name: "*"}]\n'
    expect(migrate(alert(`  summary: production\n${sources}`)).text).toBe(
      alert(`  eventMetadata:\n    summary: production\n${sources}`).replace('v1beta2', 'v1beta3'),
    )
    expect(migrate(alert(`  eventMetadata:\n    env: prod\n  summary: production\n${sources}`)).text).toBe(
      alert(`  eventMetadata:\n    summary: production\n    env: prod\n${sources}`).replace('v1beta2', 'v1beta3'),
    )
    // the controller takes spec.summary when both are there
    expect(migrate(alert(`  eventMetadata:\n    summary: x # old\n  summary: production\n${sources}`)).text).toBe(
      alert(`  eventMetadata:\n    summary: production # old\n${sources}`).replace('v1beta2', 'v1beta3'),
    )
    expect(migrate(alert(`  eventMetadata: {env: a}\n  summary: one, two\n${sources}`)).text).toBe(
      alert(`  eventMetadata: {summary: "one, two", env: a}\n${sources}`).replace('v1beta2', 'v1beta3'),
    )
    const flow = 'apiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Alert\nmetadata: {name: a}\nspec: '
    expect(migrate(`${flow}{summary: old, providerRef: {name: p}}\n`).text).toBe(
      `${flow}{eventMetadata: {summary: old}, providerRef: {name: p}}\n`,
    )
    expect(migrate(`${flow}{eventMetadata: {summary: a}, summary: b}\n`).text).toBe(`${flow}{eventMetadata: {summary: b}}\n`)
  })

  it.each([
    [
      '  eventMetadata:\n    # c\n    env: x\n  summary: | # k\n    two\n\n      lines\n  last: 1\n',
      '  eventMetadata:\n    # c\n    summary: | # k\n      two\n\n        lines\n    env: x\n  last: 1\n',
    ],
    [
      '  summary: >-\n    two\n    lines\n  eventMetadata:\n    env: x',
      '  eventMetadata:\n    summary: >-\n      two\n      lines\n    env: x',
    ],
    ['  eventMetadata: {env: x}\n  summary: |\n    two\n    lines\n', '  eventMetadata: {summary: "two\\nlines\\n", env: x}\n'],
    [
      '  eventMetadata:\n    summary: old # o\n  summary: |\n    two\n    lines\n',
      '  eventMetadata:\n    summary: "two\\nlines\\n" # o\n',
    ],
    [
      '  summary: "a\n    b"\n  eventMetadata:\n    summary: |\n      old\n    env: x\n',
      '  eventMetadata:\n    summary: "a b"\n    env: x\n',
    ],
    ['  summary: a # kept\n  eventMetadata:\n    env: x\n', '  eventMetadata:\n    summary: a # kept\n    env: x\n'],
    ['  summary: a # kept\n  eventMetadata: {env: x}\n', '  # kept\n  eventMetadata: {summary: a, env: x}\n'],
    ['  summary: |+\n    two\n\n  eventMetadata: # m\n', '  eventMetadata: # m\n    summary: |+\n      two\n\n'],
    ['  eventMetadata:\n  summary: it\n', '  eventMetadata:\n    summary: it\n'],
    ['  eventMetadata:\n  # why\n  summary: it # c\n', '  eventMetadata:\n    summary: it # c\n  # why\n'],
    ['  summary:\n  eventMetadata:\n    env: x\n', '  eventMetadata:\n    env: x\n'],
    ['  summary: # c\n  eventMetadata:\n    env: x\n', '  # c\n  eventMetadata:\n    env: x\n'],
    ['  eventMetadata: {a: b}\n  summary: ""\n', '  eventMetadata: {summary: "", a: b}\n'],
    ['  summary:\n  last: 1\n', '  last: 1\n'],
    ['  summary: # c\n    it # d\n  eventMetadata: {env: x}\n', '  # c\n  # d\n  eventMetadata: {summary: it, env: x}\n'],
    ['  summary: | # c\n    it\n  eventMetadata: {}\n', '  # c\n  eventMetadata: {summary: "it\\n"}\n'],
    ['  summary: it\n  eventMetadata: ~ # m\n', '  eventMetadata: # m\n    summary: it\n'],
    ['  summary: it\n  eventMetadata:\n    summary: # m\n', '  eventMetadata:\n    summary: it # m\n'],
    ['  summary: it\n  eventMetadata:\n    summary: > # m\n      old\n', '  eventMetadata:\n    summary: it # m\n'],
    ['  summary: it\n  eventMetadata: !!map\n    env: x\n', undefined],
    ['  summary: it\n  summary: that\n', undefined],
    ['  summary: it\n  eventMetadata:\n    summary: a\n    summary: b\n', undefined],
    ['  eventMetadata:\n       # deep\n  summary: |\n    it\n', '  eventMetadata:\n    summary: |\n      it\n    # deep\n'],
    // the last line
    ['  eventMetadata:\n  # why\n  summary: it # c', '  eventMetadata:\n    summary: it # c\n  # why'],
    ['  eventMetadata:\n    env: x\n  summary: |\n    it', '  eventMetadata:\n    summary: |-\n      it\n    env: x'],
    ['  summary: it\n  eventMetadata:\n    env: |\n      x', '  eventMetadata:\n    summary: it\n    env: |\n      x'],
    ['  summary: |+\n    it', '  eventMetadata:\n    summary: |-\n      it'],
    ['  eventMetadata:\n    env: |\n      x\n  summary: it', '  eventMetadata:\n    summary: it\n    env: |\n      x\n'],
    ['  summary: &a x\n  eventMetadata:\n    env: *a\n', undefined],
  ])('summary of several lines, or with comments: %j', (spec, now) => {
    const head =
      'apiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Alert\nmetadata: {name: a}\nspec:\n  providerRef: {name: p}\n'
    expect(migrate(head + spec).text).toBe(now && head + now)
    const crlf = (text: string | undefined) => text?.replaceAll('\n', '\r\n')
    expect(migrate(crlf(head + spec)!).text).toBe(crlf(now && head + now))
  })
})

describe('templates', () => {
  it('tells fields that are gone, line by line, in documents of our kinds', () => {
    const template = [
      '{{- if .Values.on }}',
      'apiVersion: helm.toolkit.fluxcd.io/v2beta1',
      'kind: HelmRelease',
      'metadata: {name: {{ .Release.Name }}}',
      'spec:',
      '  chart:',
      '    spec:',
      '      valuesFile: {{ .Values.f }}',
      '  postRenderers:',
      '  - kustomize:',
      '      "patchesJson6902": []',
      '  values:',
      '    valuesFile: the chart reads it',
      '',
      '    recreate: true',
      '  rollback: {}',
      '{{- end }}',
      '---',
      'apiVersion: kustomize.toolkit.fluxcd.io/v1beta2',
      'kind: Kustomization',
      'spec:',
      '  patchesStrategicMerge: []',
      '  validation: client',
      '---',
      'kind: Chart',
      'valuesFile: mine',
      'summary: mine',
      '',
    ].join('\n')
    const {items} = migrateText(template, targetsOf(undefined), ourSchemas())
    expect(items.map(({line, kind, message}) => `${line} ${kind} ${message}`)).toEqual([
      '2 done HelmRelease v2beta1 -> v2',
      '8 manual HelmRelease valuesFile is gone: make it the first entry of valuesFiles',
      '11 manual HelmRelease patchesJson6902 is gone: make its entries items of patches, each with the patch as text',
      '19 done Kustomization v1beta2 -> v1',
      '22 manual Kustomization patchesStrategicMerge is gone: make its entries items of patches, each with the patch as text',
      '23 manual Kustomization spec.validation is gone: the server drops it',
    ])
  })
})
