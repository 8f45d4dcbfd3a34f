import {createRequire, isBuiltin} from 'node:module'
import {pathToFileURL} from 'node:url'
import type {Plugin} from 'esbuild'

const NAME = /^[A-Za-z_$][\w$]*$/
const RESERVED = new Set([
  'default',
  '__esModule',
  'module.exports',
  'delete',
  'function',
  'import',
  'export',
  'new',
  'null',
  'enum',
])

/**
 * `await import('pkg')` of a CommonJS package has its named exports in Node, but in a split ES bundle only `default`.
 * Such imports go through a module that names them all, as Node finds them at build time.
 */
export const namedCjs: Plugin = {
  name: 'named-cjs',
  setup(build) {
    build.onResolve({filter: /^[^./]/}, async ({path, kind, resolveDir, pluginData}) => {
      if (kind !== 'dynamic-import' || isBuiltin(path) || pluginData === 'inner') return undefined
      const found = await build.resolve(path, {kind: 'import-statement', resolveDir, pluginData: 'inner'})
      if (found.external || found.errors.length > 0 || /\.m[jt]s$/.test(found.path)) return undefined
      const exported = (await import(pathToFileURL(found.path).href).catch(() => ({}))) as object
      if (!('module.exports' in exported) && !isCommonJs(found.path)) return undefined
      const names = Object.keys(exported).filter((name) => NAME.test(name) && !RESERVED.has(name))
      return {path, namespace: 'named-cjs', pluginData: {names, resolveDir}}
    })
    build.onLoad({filter: /.*/, namespace: 'named-cjs'}, ({path, pluginData}) => {
      const {names, resolveDir} = pluginData as {names: string[]; resolveDir: string}
      const members = names.map((name) => `export const ${name} = all.${name}`)
      return {contents: [`import all from ${JSON.stringify(path)}`, 'export default all', ...members].join('\n'), resolveDir}
    })
  },
}

function isCommonJs(path: string): boolean {
  const require = createRequire(path)
  for (
    let folder = path.slice(0, path.lastIndexOf('/'));
    folder.includes('/node_modules/');
    folder = folder.slice(0, folder.lastIndexOf('/'))
  ) {
    try {
      return (require(`${folder}/package.json`) as {type?: string}).type !== 'module'
    } catch {
      // the package's own package.json is further up
    }
  }
  return false
}
