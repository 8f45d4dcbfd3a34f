import {one, type PostRenderCase, patch} from './case.js'
import {after, CRD, cm, DEPLOYMENT, HOOK, inner, list, METADATA} from './list-texts.js'

const label = patch('ConfigMap', {op: 'add', path: '/data', value: {p: '1'}})
const becomes = (kind: string, items: unknown) =>
  patch('ConfigMap', {op: 'replace', path: '/kind', value: kind}, {op: 'add', path: '/items', value: items})
const object = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}})

/** Lists between other documents and files. */
export const PLACES: readonly PostRenderCase[] = [
  one(
    'several lists in one file',
    [list('List', [cm('a')]), list('FooList', [cm('b')]), list('List', [cm('c')], METADATA)].join('---\n'),
  ),
  one(
    'noise between lists',
    `---\n---\n# c\n---\n${list('List', [cm('a')])}\n--- \n\n---\n${list('FooList', [cm('b')])}---\n...\n`,
  ),
  one('a list and a hook beside', `${list('ConfigMapList', [DEPLOYMENT, cm('a')])}---\n${HOOK}\n---\n${cm('b')}\n`),
  one(
    'FooLists and what is read by kustomize alone',
    `${list('FooList', [cm('a')])}---\n${cm('b')}\n---\n${cm('c')}\nd: >\n  x\n`.replace(
      `${cm('c')}\n`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
    ),
  ),
  {
    name: 'lists in several files',
    files: {
      'templates/c.yaml': list('FooList', [cm('a'), DEPLOYMENT]),
      'templates/a.yaml': list('List', [cm('b'), cm('c')], METADATA),
      'templates/b.yaml': after(list('BarList', [cm('d'), CRD])),
    },
  },
  one('a kind that ends with List without items', 'apiVersion: v1\nkind: AllowList\nmetadata: {name: a}\nspec: {items: [1]}\n'),
  one('a renderer before lists', after(list('FooList', [cm('a'), DEPLOYMENT])), label),
  one('two renderers before lists', after(list('FooList', [cm('a'), inner('BarList', cm('b'))])), label, label),
  one('a renderer makes a List', after(`${cm('a')}\n`), becomes('List', [object('x'), object('y')])),
  one('a renderer makes the only object a List', `${cm('a')}\n`, becomes('List', [object('x'), object('y')])),
  one('a renderer makes a FooList', `${DEPLOYMENT}\n---\n${cm('a')}\n`, becomes('FooList', [object('x'), {}])),
  one('a renderer makes a list of nothing', after(DEPLOYMENT.concat('\n')), becomes('FooList', [])),
  one('a renderer makes items a text', `${cm('a')}\n`, becomes('FooList', 'text')),
  one('a renderer makes items nothing', `${DEPLOYMENT}\n---\n${cm('a')}\n`, becomes('FooList', null)),
  one('a renderer takes all away', `${cm('a')}\n`, {
    patches: [{patch: `$patch: delete\n${cm('a').slice(1, -1).replaceAll(', ', '\n')}`}],
  }),
]
