{{/* vim: set filetype=mustache: */}}

{{/*
Expand the name of the chart.
*/}}
{{- define "net.image" -}}
{{- if .override -}}
{{- printf "%s" .override -}}
{{- else -}}
{{- $digest := (.useDigest | ternary (printf "@%s" .digest) "") -}}
{{- printf "%s:%s%s" .repository .tag $digest -}}
{{- end -}}
{{- end -}}

{{- define "net.operator.cloud" -}}
{{- $cloud := "generic" -}}
{{- if .Values.eni.enabled -}}
  {{- $cloud = "aws" -}}
{{- else if .Values.azure.enabled -}}
  {{- $cloud = "azure" -}}
{{- end -}}
{{- $cloud -}}
{{- end -}}

{{- define "net.operator.imageDigestName" -}}
{{- $imageDigest := (.Values.operator.image.useDigest | ternary (printf "@%s" .Values.operator.image.genericDigest) "") -}}
{{- if .Values.eni.enabled -}}
  {{- $imageDigest = (.Values.operator.image.useDigest | ternary (printf "@%s" .Values.operator.image.awsDigest) "") -}}
{{- end -}}
{{- $imageDigest -}}
{{- end -}}

{{- define "net.operator.image" -}}
{{- if .Values.operator.image.override -}}
{{- printf "%s" .Values.operator.image.override -}}
{{- else -}}
{{- printf "%s-%s%s:%s%s" .Values.operator.image.repository (include "net.operator.cloud" .) .Values.operator.image.suffix .Values.operator.image.tag (include "net.operator.imageDigestName" .) -}}
{{- end -}}
{{- end -}}

{{- define "envoyDaemonSetEnabled" }}
  {{- $defaultEnabled := "true" -}}
  {{- if .Values.envoy.enabled | kindIs "invalid" }}{{- if not .Values.l7Proxy }}{{- $defaultEnabled = "false" }}{{- end }}
  {{- else }}{{ $defaultEnabled = .Values.envoy.enabled | toString }}{{- end }}
  {{- $defaultEnabled -}}
{{- end }}

{{- define "clustermesh-clusters" }}
{{- range $index, $cluster := . -}}
{{- if hasKey . "name" }}
{{ .name }}:
{{- else }}
{{ $index }}:
{{- end }}
  {{- if empty .ips }}
  address: {{ $cluster.address | default (printf "%s.mesh" (.name | default $index)) }}:{{ $cluster.port }}
  {{- else }}
  {{- range $i, $ip := $cluster.ips }}
  ip{{ $i }}: {{ $ip | quote }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "validatek8sService" -}}
{{- if and (eq .Values.k8sServiceHost "auto") (lookup "v1" "ConfigMap" "kube-public" "cluster-info") }}found{{- else }}{{ .Values.k8sServiceHost }}{{- end }}
{{- end -}}

{{- define "k8sServiceHost" }}
  {{- $configmapName := default "cluster-info" .Values.k8sServiceLookupConfigMapName }}
  {{- if eq .Values.k8sServiceHost "auto" }}
    {{- $configmap := (lookup "v1" "ConfigMap" "kube-public" $configmapName) }}
    {{- $kubeconfig := get ($configmap.data | default dict) "kubeconfig" }}
    {{- $k8sServer := get ($kubeconfig | fromYaml) "clusters" | default list | first | default dict | dig "cluster" "server" "https://auto:6443" }}
    {{- $uri := (split "https://" $k8sServer)._1 | trim }}
    {{- (split ":" $uri)._0 | quote }}
  {{- else }}
    {{- .Values.k8sServiceHost | quote }}
  {{- end }}
{{- end }}
