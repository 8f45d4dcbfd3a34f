#!/bin/bash
set -o errexit
set -o pipefail

# When running in AWS ENI mode, it's likely that 'aws-node' has
# had a chance to install SNAT iptables rules.
if [[ "$(iptables-save | grep -E -c 'AWS-SNAT-CHAIN|AWS-CONNMARK-CHAIN')" != "0" ]];
then
    {{- if .Values.eni.enabled }}
    echo 'Deleting iptables rules created by the AWS CNI VPC plugin'
    {{- end }}
    iptables-save | grep -E -v 'X|Y' | iptables-restore
fi
echo "{{ .Values.cluster.name }}" '{{`{{ not me }}`}}'	# tab
