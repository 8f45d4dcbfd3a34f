import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'

const schemas = ourSchemas()
const migrate = (text: string) => migrateText(text, targetsOf(undefined), schemas)

const release = (spec: string, version = 'v2beta2') =>
  `# a release\napiVersion: helm.toolkit.fluxcd.io/${version} # old\nkind: HelmRelease\nmetadata:\n  name: web\nspec:\n  interval: 5m\n${spec}`

describe('older lists of patches', () => {
  it('older lists of patches become patches', () => {
    const text = release(`  chartRef: {kind: OCIRepository, name: web}
  postRenderers:
    - kustomize:
        patchesStrategicMerge:
          - kind: Deployment
            apiVersion: apps/v1
            metadata:
              name: web
            # why
            spec: {replicas: 2}
        patchesJson6902:
          - target: {kind: Service, name: web}
            patch:
              - op: remove
                path: /spec/type
        images:
          - name: web
            newTag: "2"
`)
    expect(migrate(text).text).toBe(
      release(
        `  chartRef: {kind: OCIRepository, name: web}
  postRenderers:
    - kustomize:
        patches:
        - patch: |
            kind: Deployment
            apiVersion: apps/v1
            metadata:
              name: web
            # why
            spec: {replicas: 2}
        - target: {kind: Service, name: web}
          patch: |
            - op: remove
              path: /spec/type
        images:
          - name: web
            newTag: "2"
`,
        'v2',
      ),
    )
  })

  it('older lists of patches join the patches that are there', () => {
    const text = `apiVersion: kustomize.toolkit.fluxcd.io/v1beta2
kind: Kustomization
metadata: {name: web}
spec:
  patchesJson6902:
  - patch: [{op: remove, path: /a}]
    target:
      kind: Service
      name: web
  patches:
  - patch: |
      kind: A
  interval: 5m
  prune: true
  sourceRef: {kind: GitRepository, name: web}
`
    expect(migrate(text).text).toBe(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web}
spec:
  patches:
  - patch: |
      kind: A
  - patch: |
      [{op: remove, path: /a}]
    target:
      kind: Service
      name: web
  interval: 5m
  prune: true
  sourceRef: {kind: GitRepository, name: web}
`)
  })

  const renderer = (kustomize: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  postRenderers:\n  - kustomize:\n${kustomize}`

  it('older lists of patches keep their comments and their order: strategic merges, patches, JSON patches', () => {
    const old = `      # about the list
      patchesJson6902: # inline
      # before the first
      - # of the target
        target: # t
          kind: Service
        # operations
        patch: # why
        # one
        - op: add # o
          path: /a
          value: |
            text

            more
        # behind
        options: {x: true} # opt
      - patch: [{op: remove, path: /b}] # fl
        target: {kind: X}
      patches: # there
      # of C
      - patch: |
          kind: C
      # tail of patches
      patchesStrategicMerge:
      # of A
      - kind: A # c1
        spec: {a: 1} # c2

      # of B
      - {kind: B, x: [1]} # flow
      images: []
`
    const now = `      # about the list
      patches: # there
      # of A
      - patch: |
          kind: A # c1
          spec: {a: 1} # c2
      # of B
      - patch: |
          {kind: B, x: [1]} # flow
      # of C
      - patch: |
          kind: C
      # inline
      # before the first
      # of the target
      - target: # t
          kind: Service
        # operations
        patch: |
          # why
          # one
          - op: add # o
            path: /a
            value: |
              text

              more
        # behind
        options: {x: true} # opt
      - patch: |
          [{op: remove, path: /b}] # fl
        target: {kind: X}
      # tail of patches
      images: []
`
    expect(migrate(renderer(old)).text).toBe(renderer(now))
    expect(migrate(renderer(old).replaceAll('\n', '\r\n')).text).toBe(renderer(now).replaceAll('\n', '\r\n'))
  })

  it.each([
    ['patchesJson6902: [] # none\n      images: []\n', '# none\n      images: []\n'],
    ['patchesStrategicMerge:\n      images: []\n', 'images: []\n'],
    ['patchesStrategicMerge: [{kind: A}] # c\n', 'patches:\n      # c\n      - patch: |\n          {kind: A}\n'],
    ['patchesStrategicMerge: [{kind: A}]\n      patches: [] # c\n', 'patches: # c\n      - patch: |\n          {kind: A}\n'],
    [
      'patchesJson6902: [] # c\n      patchesStrategicMerge: [{kind: A}]\n',
      'patches: # c\n      - patch: |\n          {kind: A}\n',
    ],
    ['patchesJson6902: []\n', 'patches: []\n'],
    [
      'patchesStrategicMerge: [{kind: A}, {kind: B}]\n      patches: [{patch: x}]\n',
      'patches:\n      - patch: |\n          {kind: A}\n      - patch: |\n          {kind: B}\n      - {patch: x}\n',
    ],
    [
      'patches: []\n      patchesJson6902: [{target: {kind: A}, patch: [{op: remove, path: /a}]}]\n',
      'patches:\n      - target: {kind: A}\n        patch: |\n          [{op: remove, path: /a}]\n',
    ],
    ['patchesJson6902: []\n      patchesStrategicMerge:\n      - kind: A', 'patches:\n      - patch: |\n          kind: A'],
    [
      'patches:\n      - patch: x\n      patchesJson6902:\n      - {target: {kind: A}, patch: [{op: remove, path: /a}]}',
      'patches:\n      - patch: x\n      - target: {kind: A}\n        patch: |\n          [{op: remove, path: /a}]',
    ],
    ['patchesJson6902: []\n      images: [] # no line end', 'images: [] # no line end'],
    // comments behind the key, within the empty list, behind an entry
    ['patchesJson6902: # why\n      images: []\n', '# why\n      images: []\n'],
    ['patchesJson6902: [ # one\n        ] # two\n      images: []\n', '# one\n      # two\n      images: []\n'],
    [
      'patchesJson6902: # why\n      patchesStrategicMerge: # how\n      - kind: A\n',
      'patches: # why\n      # how\n      - patch: |\n          kind: A\n',
    ],
    [
      'patchesJson6902:\n      - {target: {kind: A}, patch: [{op: remove, path: /a}]} # a\n',
      'patches:\n      # a\n      - target: {kind: A}\n        patch: |\n          [{op: remove, path: /a}]\n',
    ],
    [
      'patchesStrategicMerge:\n      - | # t\n        kind: A\n      - "kind: B" # b\n',
      'patches:\n      # t\n      - patch: |\n          kind: A\n      # b\n      - patch: |-\n          kind: B\n',
    ],
    // what ends with a key without value
    [
      'patchesStrategicMerge:\n      - kind: A\n        spec: # s\n      # left\n      images: []\n',
      'patches:\n      - patch: |\n          kind: A\n          spec: # s\n      # left\n      images: []\n',
    ],
    ['patches: ~ \n      patchesStrategicMerge: [{kind: A}]\n', 'patches:\n      - patch: |\n          {kind: A}\n'],
    ['"patchesJson6902": []\n', 'patches: []\n'],
    ['patchesJson6902: []\n      patchesJson6902:\n      - patch: "[]"\n', undefined],
    ['patchesJson6902: &a []\n      images: *a\n', undefined],
    ['patchesJson6902:\n      - &a {target: {kind: A}, patch: []}\n      - *a\n', undefined],
    ['patches: *p\n      patchesStrategicMerge:\n      - kind: A\n', undefined],
  ])('older lists of patches: %j', (old, now) => {
    expect(migrate(renderer(`      ${old}`)).text).toBe(now && renderer(`      ${now}`))
  })

  it.each([
    // a text of several lines is what it was, wherever it stands now
    [
      'patchesJson6902:\n      - target: {kind: A}\n        patch:\n        - op: add\n          value: |\n            b\n      images: []',
      'patches:\n      - target: {kind: A}\n        patch: |\n          - op: add\n            value: |\n              b\n      images: []',
    ],
    [
      'images: []\n      patches:\n      - patch: |\n          a: 1\n      patchesStrategicMerge:\n      - |\n        kind: A',
      'images: []\n      patches:\n      - patch: |-\n          kind: A\n      - patch: |\n          a: 1\n',
    ],
    [
      'patchesStrategicMerge:\n      - kind: A\n        text: |+\n          b\n\n      - kind: B\n',
      'patches:\n      - patch: |+\n          kind: A\n          text: |+\n            b\n\n      - patch: |\n          kind: B\n',
    ],
    [
      'patchesStrategicMerge:\n      - "  a: 1\\n  b: 2\\n\\n"\n',
      'patches:\n      - patch: |2+\n            a: 1\n            b: 2\n\n',
    ],
    // empty lines that do not belong to it stay so
    [
      'patches:\n      - patch: |+\n          a: 1\n      patchesJson6902: []\n\n      images: []\n',
      'patches:\n      - patch: |+\n          a: 1\n      images: []\n',
    ],
    [
      'images:\n      - name: a\n      patches: []\n\n      patchesStrategicMerge:\n      - kind: A\n        text: |+\n          b\n',
      'images:\n      - name: a\n      patches:\n      - patch: |\n          kind: A\n          text: |+\n            b\n',
    ],
    // a comment that would stand in it comes to the column of what it stands behind
    [
      'patchesJson6902:\n        - target: {kind: A}\n          patch: >-\n            one\n            # a line of it\n          # behind\n      images: []\n',
      'patches:\n      - target: {kind: A}\n        patch: >-\n          one\n          # a line of it\n      # behind\n      images: []\n',
    ],
    [
      'patches:\n      - patch: |\n         a: 1\n      patchesJson6902: []\n\n             # deep\n      images: []\n',
      'patches:\n      - patch: |\n         a: 1\n\n      # deep\n      images: []\n',
    ],
    // the last line, taken away
    ['images: []\n\n      patchesJson6902: []', 'images: []'],
    ['patches:\n      - patch: |\n          a: 1\n      patchesJson6902: []', 'patches:\n      - patch: |\n          a: 1\n'],
    [
      'patchesStrategicMerge:\n      - kind: A\n      patchesJson6902: # c',
      'patches:\n      - patch: |\n          kind: A\n      # c',
    ],
    // nothing is moved behind it
    ['patchesJson6902: []\n      images:\n      - name: |+\n          b\n ', 'images:\n      - name: |+\n          b\n '],
  ])('older lists of patches, texts of several lines and the last line: %j', (old, now) => {
    expect(migrate(renderer(`      ${old}`)).text).toBe(renderer(`      ${now}`))
    const crlf = (text: string) => renderer(`      ${text}`).replaceAll('\n', '\r\n')
    expect(migrate(crlf(old)).text).toBe(crlf(now))
  })
})
