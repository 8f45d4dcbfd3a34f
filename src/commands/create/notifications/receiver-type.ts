import {choiceFlag, notSupported} from '../choice-flag.js'

const TYPES = [
  ...['generic', 'generic-hmac', 'github', 'gitlab', 'bitbucket', 'harbor'],
  ...['dockerhub', 'quay', 'gcr', 'nexus', 'acr', 'cdevents'],
]

/** Who calls a Receiver; generic-oidc is not among the words that flux takes here. */
export const RECEIVER_TYPE = {
  type: choiceFlag({
    words: TYPES,
    refused: notSupported('receiver type', TYPES),
    empty: 'no receiver type given, please specify the receiver type',
    summary: 'who calls the webhook',
  }),
}
