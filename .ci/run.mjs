// The whole check of a clean clone, with nothing but Node, npm and git. Ends with `N passed, N failed`.
// usage: bash .ci/run [STEP...]
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const scratch = mkdtempSync(join(tmpdir(), 'flux-ci-'))

/** name -> command lines, run one after the other in the clone */
const STEPS = {
  install: ['npm ci --no-audit --no-fund'],
  test: ['npm test'],
  start: ['npm start'],
  typecheck: ['npm run --silent typecheck'],
  lint: ['npm run --silent lint'],
  knip: ['npm run --silent knip'],
  contract: ['npx vitest run test/contract'],
  generated: ['npm run --silent gen', 'git diff --exit-code --stat'],
  bundle: ['npm run --silent build'],
  manifest: ['npm run --silent build', 'node scripts/run.mjs manifest --check'],
  package: ['node scripts/run.mjs pack-check'],
}

const wanted = process.argv.slice(2)
let passed = 0
const failed = []
for (const [name, lines] of Object.entries(STEPS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const started = Date.now()
  const ok = lines.every((line) => {
    console.log(`\n== ${name}: ${line}`)
    const env = {...process.env, TMPDIR: scratch, CI: '1'}
    return spawnSync(line, {cwd: root, shell: true, stdio: 'inherit', env}).status === 0
  })
  console.log(`== ${name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  if (ok) passed++
  else failed.push(name)
  if (!ok && name === 'install') break
}
rmSync(scratch, {recursive: true, force: true})
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`)
console.log(`${passed} passed, ${failed.length} failed`)
process.exitCode = failed.length > 0 ? 1 : 0
