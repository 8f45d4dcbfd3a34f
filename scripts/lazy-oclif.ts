import type {Plugin} from 'esbuild'

/**
 * What oclif requires at its start and a command hardly ever uses: stdin prompts, the shell's name, performance marks, plug-in
 * discovery. Each costs milliseconds of every start, so it is loaded at its first use instead.
 */
const LATER =
  /^(node:(readline|child_process|perf_hooks)|tinyglobby|minimatch|semver|lilconfig|ejs|cli-spinners|get-package-type)$/

export const lazyOclif: Plugin = {
  name: 'lazy-oclif',
  setup(build) {
    build.onResolve({filter: LATER}, ({path, importer, pluginData, resolveDir}) => {
      if (pluginData === 'inner' || !importer.includes('/@oclif/core/')) return undefined
      return {path, namespace: 'lazy-oclif', pluginData: {resolveDir}}
    })
    build.onLoad({filter: /.*/, namespace: 'lazy-oclif'}, ({path, pluginData}) => ({
      // __esModule is asked for at once by the interop of TypeScript; none of these packages has it
      contents: `
        let real
        const load = () => (real ??= require(${JSON.stringify(path)}))
        module.exports = new Proxy(function () {}, {
          get: (_, name) => (name === '__esModule' ? undefined : load()[name]),
          apply: (_, self, args) => load().apply(self, args),
        })`,
      resolveDir: (pluginData as {resolveDir: string}).resolveDir,
    }))
  },
}
