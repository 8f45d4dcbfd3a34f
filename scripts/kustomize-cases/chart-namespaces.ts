import {build, type Case, configMap} from './case.js'

/** A chart that shows which namespace it was rendered for. */
const chart = (folder: string) => ({
  [`${folder}/charts/app/Chart.yaml`]: 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
  [`${folder}/charts/app/values.yaml`]: '',
  [`${folder}/charts/app/templates/all.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}-cm}
data: {ns: {{ .Release.Namespace }}}
---
apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}-svc, namespace: {{ .Release.Namespace }}}
spec: {selector: {app: {{ .Release.Name }}}}
`,
})

const CHARTS = 'helmCharts:\n- {name: app, releaseName: r}\n- {name: app, releaseName: own, namespace: n}\n'
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
const PLUGIN = (more: string, metadata = 'name: n') =>
  `generators:\n- |-\n  apiVersion: builtin\n  kind: HelmChartInflationGenerator\n  metadata: {${metadata}}\n  name: app\n  releaseName: r\n${more}`

/** Folders by their kustomizations; the last one is built. Charts lie in those that name one. */
function folders(name: string, kustomizations: Record<string, string>, more: Record<string, string> = {}): Case {
  const files: Record<string, string> = {...more}
  for (const [folder, text] of Object.entries(kustomizations)) {
    files[`${folder}/kustomization.yaml`] = text
    if (/helmChart|HelmChart/.test(text)) for (const [path, data] of Object.entries(chart(folder))) files[path] ??= data
  }
  return build(`namespaces: ${name}`, files, Object.keys(kustomizations).at(-1))
}

/** Charts that name no namespace get that of the kustomization, or of the nearest one above that has one. */
export function chartNamespaces(): Case[] {
  const base = {base: CHARTS}
  const old = (more: string) => `helmChartInflationGenerator:\n- {chartName: app, releaseName: r${more}}\n`
  return [
    folders('its own', {top: `namespace: p\n${CHARTS}`}),
    folders('its own, of two', {top: `namespace: default\n${CHARTS}`}),
    folders('of the overlay', {...base, top: 'namespace: o\nresources: [../base]\n'}),
    folders('of the base, not of the overlay', {base: `namespace: b\n${CHARTS}`, top: 'namespace: o\nresources: [../base]\n'}),
    folders('of the layer between', {
      ...base,
      mid: 'namespace: m\nresources: [../base]\n',
      top: 'namespace: o\nresources: [../mid]\n',
    }),
    folders('through a layer that has none', {
      ...base,
      mid: 'resources: [../base]\nnamePrefix: x-\n',
      top: 'namespace: o\nresources: [../mid]\n',
    }),
    folders('through an empty one', {
      ...base,
      mid: 'namespace: ""\nresources: [../base]\n',
      top: 'namespace: o\nresources: [../mid]\n',
    }),
    folders('of the overlay, for a component', {part: COMPONENT + CHARTS, top: 'namespace: o\ncomponents: [../part]\n'}),
    folders('of the component', {part: `${COMPONENT}namespace: c\n${CHARTS}`, top: 'namespace: o\ncomponents: [../part]\n'}),
    folders('of the component alone', {part: `${COMPONENT}namespace: c\n${CHARTS}`, top: 'components: [../part]\n'}),
    folders('through a component to a component', {
      inner: COMPONENT + CHARTS,
      part: `${COMPONENT}components: [../inner]\n`,
      top: 'namespace: o\ncomponents: [../part]\n',
    }),
    folders('through an overlay to a component of the base', {
      part: COMPONENT + CHARTS,
      base: 'components: [../part]\n',
      top: 'namespace: o\nresources: [../base]\n',
    }),
    folders('not of a component beside it', {
      part: COMPONENT + CHARTS,
      first: `${COMPONENT}namespace: c\n`,
      top: 'components: [../first, ../part]\n',
    }),
    folders('not of a component above the charts', {
      part: `${COMPONENT}namespace: c\n`,
      base: CHARTS,
      top: 'resources: [../base]\ncomponents: [../part]\n',
    }),
    folders('two overlays over one base', {
      ...base,
      one: 'namespace: o1\nnamePrefix: a-\nresources: [../base]\n',
      two: 'namespace: o2\nnamePrefix: b-\nresources: [../base]\n',
      top: 'resources: [../one, ../two]\n',
    }),
    folders('two overlays over one base, a namespace over both', {
      ...base,
      one: 'namespace: o1\nnamePrefix: a-\nresources: [../base]\n',
      two: 'namePrefix: b-\nresources: [../base]\n',
      top: 'resources: [../one, ../two]\nnamespace: all\n',
    }),
    folders('two overlays with the same names', {
      ...base,
      one: 'namespace: o1\nresources: [../base]\n',
      two: 'namespace: o2\nresources: [../base]\n',
      top: 'resources: [../one, ../two]\n',
    }),
    folders('not of a transformer', {
      top: `${CHARTS}transformers:\n- |-\n  apiVersion: builtin\n  kind: NamespaceTransformer\n  metadata: {name: n, namespace: t}\n`,
    }),
    folders('not for a plugin', {top: `namespace: p\n${PLUGIN('')}`}),
    folders('a plugin of its own', {top: `namespace: p\n${PLUGIN('  namespace: own\n')}`}),
    folders("not of a plugin's metadata", {top: PLUGIN('', 'name: n, namespace: meta')}),
    folders(
      'not for plugins of a folder',
      {'top/gen': 'namespace: g\nresources: [g.yaml]\n', top: 'generators: [gen]\nnamespace: p\n'},
      {
        ...chart('top'),
        'top/gen/g.yaml':
          'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: n}\nname: app\nreleaseName: r\n',
      },
    ),
    folders(
      'of a chart that makes transformers',
      {'top/t': 'helmCharts: [{name: app, releaseName: r}]\n', top: 'namespace: p\nresources: [cm.yaml]\ntransformers: [t]\n'},
      {
        'top/cm.yaml': configMap('own'),
        'top/t/charts/app/templates/all.yaml':
          'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: x}\nprefix: "{{ .Release.Namespace }}-"\nfieldSpecs: [{path: metadata/name}]\n',
      },
    ),
    folders('the old field', {top: `namespace: p\n${old('')}`}),
    folders('the old field with its own', {top: `namespace: p\n${old(', releaseNamespace: rn')}`}),
    folders('the old field below an overlay', {base: old(', releaseNamespace: rn'), top: 'namespace: o\nresources: [../base]\n'}),
    folders('a fault shows it', {
      base: 'helmCharts: [{name: app, releaseName: r, valuesMerge: x}]\n',
      top: 'namespace: o\nresources: [../base]\n',
    }),
    folders('a fault shows the old one', {top: `namespace: p\n${old(', valuesMerge: x')}`}),
    folders('with an order and labels', {
      ...base,
      top: 'namespace: o\nresources: [../base]\nsortOptions: {order: legacy}\nlabels: [{pairs: {a: b}, includeSelectors: true}]\nbuildMetadata: [originAnnotations]\n',
    }),
    folders('beside what is no chart', {
      base: `${CHARTS}configMapGenerator: [{name: g, literals: [a=b]}]\n`,
      top: 'namespace: o\nresources: [../base]\n',
    }),
  ]
}
