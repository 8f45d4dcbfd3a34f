import {patch} from './case.js'
import type {randomOf} from './random.js'

type Random = ReturnType<typeof randomOf>

const TARGETS = ['ConfigMap', 'Foo', '.*', 'Deployment|Job', 'FooList']
const ITEM = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'made'}}
const ITEMS: readonly unknown[] = [
  [ITEM],
  [ITEM, {...ITEM, metadata: {name: 'made too'}}],
  [],
  [{}],
  [null],
  null,
  'text',
  [{...ITEM, kind: 'List', items: [ITEM]}],
]
const HOOK = {op: 'add', path: '/metadata/annotations', value: {'helm.sh/hook': 'pre-install'}}

/** One or two renderers that change objects, make lists of them, take them away or rename images. */
export function randomRenderers(random: Random, names: readonly string[]): object[] {
  return Array.from({length: 1 + random(2)}, () => randomRenderer(random, names))
}

function randomRenderer(random: Random, names: readonly string[]): object {
  const pick = <T>(list: readonly T[]) => list[random(list.length)]!
  switch (random(7)) {
    case 0:
      return {images: [{name: 'nginx', newTag: '2.0'}]}
    case 1:
      return {
        patches: [
          {
            target: {name: pick(names)},
            patch: JSON.stringify([
              {op: 'replace', path: '/kind', value: pick(['List', 'FooList', 'ResourceList'])},
              {op: 'add', path: '/items', value: pick(ITEMS)},
            ]),
          },
        ],
      }
    case 2:
      return patch(pick(TARGETS), pick([HOOK, {op: 'remove', path: '/metadata/annotations'}]))
    case 3:
      return {patches: [{target: {name: pick(names)}, patch: `$patch: delete\nkind: x\nmetadata: {name: x}\n`}]}
    case 4:
      return {patches: [{patch: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${pick(names)}, labels: {p: q}}\n`}]}
    default:
      return patch(pick(TARGETS), {
        op: 'add',
        path: pick(['/data', '/spec', '/metadata/labels', '/items']),
        value: pick([{p: '1'}, [{p: 1}]]),
      })
  }
}
