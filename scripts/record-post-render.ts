/**
 * Records what helm 4 makes of manifests with a post-renderer that does what helm-controller's do, by kustomize.
 * usage: node scripts/run.mjs record-post-render [COUNT]   needs helm and kustomize in $FLUX_PEERS/bin
 */
import {execFile} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {type PostRenderCase, postRenderCases} from './post-render-cases.js'

const bin = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin')
const run = promisify(execFile)
const LABELS = {labels: [{pairs: {'helm.toolkit.fluxcd.io/name': 'app', 'helm.toolkit.fluxcd.io/namespace': 'team'}}]}

/** Each stage is a kustomization of what the one before printed. */
const RUN = `#!/bin/sh
set -e
here=$(dirname "$0")
cat > "$here/all.yaml"
for stage in "$here"/stage-*; do
  mv "$here/all.yaml" "$stage/all.yaml"
  ${bin}/kustomize build "$stage" > "$here/all.yaml"
done
cat "$here/all.yaml"
`
const PLUGIN = `apiVersion: v1
name: stages
version: 0.1.0
type: postrenderer/v1
runtime: subprocess
runtimeConfig:
  platformCommand:
  - command: \${HELM_PLUGIN_DIR}/run.sh
`

async function record({name, files, kustomize}: PostRenderCase): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'post-render-'))
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text, {mode})
  }
  try {
    write('chart/Chart.yaml', 'apiVersion: v2\nname: chart\nversion: 1.0.0\n')
    for (const [path, text] of Object.entries(files)) write(`chart/${path}`, text)
    write('plugins/stages/plugin.yaml', PLUGIN)
    write('plugins/stages/run.sh', RUN, 0o755)
    for (const [index, fields] of [...(kustomize ?? []), LABELS].entries()) {
      const kustomization = {resources: ['all.yaml'], sortOptions: {order: 'fifo'}, ...fields}
      write(`plugins/stages/stage-${index}/kustomization.yaml`, JSON.stringify(kustomization))
    }
    const args = ['template', 'rel', 'chart', '--post-renderer', 'stages']
    const env = {...process.env, HELM_PLUGINS: join(folder, 'plugins')}
    const outcome = await run(join(bin, 'helm'), args, {cwd: folder, env}).then(
      ({stdout}) => ({stdout}),
      ({stderr}: {stderr: string}) => ({fault: faultOf(stderr)}),
    )
    return {name, files, ...(kustomize && {kustomize}), ...outcome}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** What a plugin says of its failure goes to the terminal: only that it failed is told. */
function faultOf(stderr: string): string {
  const words = stderr.slice(stderr.indexOf('Error: ') + 'Error: '.length).replace(/\n\nUse --debug flag[\s\S]*$/, '')
  return words.startsWith('error while running post render') ? '' : words
}

const lines: string[] = []
for (const one of postRenderCases(Number(process.argv[2] ?? 150))) lines.push(`${JSON.stringify(await record(one))}\n`)
const target = join(process.cwd(), 'test/fixtures/post-render')
mkdirSync(target, {recursive: true})
writeFileSync(join(target, 'cases.jsonl'), lines.join(''))
console.log(`${lines.length} cases`)
