{{- define "backup.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "backup.labels" }}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "backup.secretName" -}}
{{- coalesce .Values.credentials.existingSecret .Values.credentials.name (include "backup.fullname" .) -}}
{{- end -}}

{{/*
A version with the parts of the cluster's that an image is tagged with.
*/}}
{{- define "backup.kubectlTag" -}}
{{- if .Values.kubectl.image.tag -}}{{ .Values.kubectl.image.tag }}
{{- else -}}{{ .Capabilities.KubeVersion.Major }}.{{ regexReplaceAll "[^0-9]+$" .Capabilities.KubeVersion.Minor "" }}{{- end -}}
{{- end -}}
