import {boolFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {cloudFlag, IGNORE_FLAG, SECRET_FLAGS, SOURCE_FLAGS, VERIFY_FLAGS} from './source-flags.js'

export const createSourceOci = createCommand({
  words: 'source oci',
  summary: 'Create or update an OCIRepository',
  examples: ['flux create source oci webapp --url oci://ghcr.io/org/manifests/webapp --tag latest --interval 10m'],
  flags: {
    ...SOURCE_FLAGS,
    ...SECRET_FLAGS,
    ...VERIFY_FLAGS,
    ...IGNORE_FLAG,
    url: textFlag({summary: 'address of the repository: oci://...'}),
    tag: textFlag({summary: 'tag to follow'}),
    'tag-semver': textFlag({summary: 'semver range of tags to follow'}),
    digest: textFlag({summary: 'digest to pull'}),
    'service-account': textFlag({summary: 'service account whose pull secrets are used'}),
    'cert-ref': textFlag({summary: 'name of a Secret with TLS certificates'}),
    provider: cloudFlag('source OCI', 'OCI'),
    insecure: boolFlag({summary: 'connect without TLS'}),
    'layer-selector': textFlag({summary: 'layer to take and what to do with it, e.g. MEDIA-TYPE:extract'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/sources/oci.js')).createOciSource(ctx, options),
})
