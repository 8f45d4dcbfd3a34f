/**
 * Makes test/fixtures/helm-signed: a chart that helm 4 packed and signed with a key of gpg, the public keys of its signer and of
 * somebody else. node scripts/run.mjs record-signed-chart
 */
import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'

const helm = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/helm')
const target = join(process.cwd(), 'test/fixtures/helm-signed')
const folder = mkdtempSync(join(tmpdir(), 'signed-'))
const env = {...process.env, GNUPGHOME: folder}
const gpg = (args: readonly string[], input = '') =>
  execFileSync('gpg', ['--batch', ...args], {env, input, stdio: ['pipe', 'pipe', 'ignore']})
const key = (name: string) =>
  gpg(['--gen-key'], `%no-protection\nKey-Type: RSA\nKey-Length: 2048\nName-Real: ${name}\nExpire-Date: 0\n%commit\n`)
try {
  key('Signer')
  key('Other')
  mkdirSync(target, {recursive: true})
  writeFileSync(join(folder, 'secret.gpg'), gpg(['--export-secret-keys']))
  writeFileSync(join(target, 'signer.gpg'), gpg(['--export', 'Signer']))
  writeFileSync(join(target, 'signer.asc'), gpg(['--export', '--armor', 'Signer']))
  writeFileSync(join(target, 'other.gpg'), gpg(['--export', 'Other']))
  mkdirSync(join(folder, 'demo/templates'), {recursive: true})
  writeFileSync(join(folder, 'demo/Chart.yaml'), 'apiVersion: v2\nname: demo\nversion: 1.2.3\ndescription: a demo\n')
  writeFileSync(join(folder, 'demo/templates/a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')
  execFileSync(helm, ['package', 'demo', '--sign', '--key', 'Signer', '--keyring', 'secret.gpg', '-d', target], {
    cwd: folder,
    env,
  })
} finally {
  execFileSync('gpgconf', ['--kill', 'gpg-agent'], {env})
  rmSync(folder, {recursive: true, force: true})
}
