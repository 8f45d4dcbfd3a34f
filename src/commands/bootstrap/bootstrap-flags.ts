import {GIT_FLAGS} from '../create/git-flags.js'
import {boolFlag, listFlag, textFlag} from '../flags/flag-types.js'
import {MANIFEST_FLAGS} from '../install/install-flags.js'

const {'ssh-key-algorithm': algorithm, 'ssh-rsa-bits': bits, 'ssh-ecdsa-curve': curve} = GIT_FLAGS

/** The flags of every `flux bootstrap` (cli reference 3.1). */
export const BOOTSTRAP_FLAGS = {
  ...MANIFEST_FLAGS,
  branch: textFlag({default: 'main', summary: 'branch of the repository'}),
  'recurse-submodules': boolFlag({summary: 'fetch submodules, too'}),
  'sparse-checkout': listFlag({
    delimiter: ',',
    summary: 'folders of the repository that are fetched; --path must be in one of them',
  }),
  'token-auth': boolFlag({summary: 'the cluster logs in with the token or password instead of an SSH key'}),
  'secret-name': textFlag({default: 'flux-system', summary: 'Secret with the login of the repository'}),
  'ssh-key-algorithm': algorithm,
  'ssh-rsa-bits': bits,
  'ssh-ecdsa-curve': curve,
  'ssh-hostkey-algos': listFlag({delimiter: ',', summary: 'algorithms of host keys that this command line takes over SSH'}),
  'ssh-hostname': textFlag({default: '', summary: 'SSH host, when it is not the one of the URL'}),
  'ca-file': textFlag({default: '', summary: "file with the CA of the server's certificate"}),
  'private-key-file': textFlag({default: '', summary: 'file with the SSH private key; without it one is made'}),
  'author-name': textFlag({default: 'Flux', summary: 'author of the commits'}),
  'author-email': textFlag({default: '', summary: "e-mail address of the commits' author"}),
  'gpg-key-ring': textFlag({default: '', summary: 'file with the GPG keys that commits are signed with'}),
  'gpg-passphrase': textFlag({default: '', summary: 'passphrase of the GPG key'}),
  'gpg-key-id': textFlag({default: '', summary: 'which GPG key of the ring; without it the first'}),
  'ssh-signing-key-file': textFlag({default: '', summary: 'file with the SSH key that commits are signed with'}),
  'ssh-signing-password': textFlag({default: '', summary: 'passphrase of the SSH signing key'}),
  'ssh-signing-passphrase': textFlag({default: '', hidden: true, summary: 'another name of --ssh-signing-password'}),
  'ssh-signing-reuse-private-key': boolFlag({summary: 'sign commits with the key of --private-key-file'}),
  'commit-message-appendix': textFlag({default: '', summary: "added to commit messages, e.g. '[ci skip]'"}),
  force: boolFlag({summary: 'replace an installation of another tool without asking'}),
}
