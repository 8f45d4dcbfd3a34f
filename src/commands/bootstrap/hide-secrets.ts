import type {Host} from '../host.js'

/** Keeps what flags of every bootstrap tell in confidence out of errors. */
export function hideSecrets(
  {redactor}: Pick<Host, 'redactor'>,
  flags: Readonly<Record<'registry-creds' | 'gpg-passphrase' | 'ssh-signing-password' | 'ssh-signing-passphrase', string>>,
): void {
  const names = ['gpg-passphrase', 'ssh-signing-password', 'ssh-signing-passphrase'] as const
  for (const secret of [flags['registry-creds'].split(':')[1], ...names.map((name) => flags[name])]) {
    if (secret) redactor.add(secret)
  }
}
