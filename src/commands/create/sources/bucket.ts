import {boolFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {cloudFlag, IGNORE_FLAG, SECRET_FLAGS, SOURCE_FLAGS} from './source-flags.js'

export const createSourceBucket = createCommand({
  words: 'source bucket',
  summary: 'Create or update a Bucket',
  examples: [
    'flux create source bucket assets --bucket-name assets --endpoint s3.amazonaws.com --provider aws --region eu-west-1',
  ],
  flags: {
    ...SOURCE_FLAGS,
    ...SECRET_FLAGS,
    ...IGNORE_FLAG,
    'bucket-name': textFlag({summary: 'name of the bucket'}),
    endpoint: textFlag({summary: 'address of the storage'}),
    provider: cloudFlag('source bucket', 'S3 compatible storage'),
    'access-key': textFlag({summary: 'access key of the bucket'}),
    'secret-key': textFlag({summary: 'secret key of the bucket'}),
    region: textFlag({summary: 'region of the bucket'}),
    insecure: boolFlag({summary: 'connect without TLS'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/sources/bucket.js')).createBucketSource(ctx, options),
})
