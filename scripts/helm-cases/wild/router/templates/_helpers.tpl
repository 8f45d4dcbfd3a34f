{{- define "router.name" -}}{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- define "router.chart" -}}{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- define "router.image-name" -}}
{{- printf "%s/%s:%s" .Values.image.registry .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end -}}
{{- define "router.fullname" -}}
{{- if .Values.fullnameOverride -}}{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 63 | trimSuffix "-" -}}{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- define "router.labelselector" -}}
app.kubernetes.io/name: {{ template "router.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}-{{ template "router.namespace" . }}
{{- end }}
{{- define "router.labels" -}}
{{ include "router.labelselector" . }}
helm.sh/chart: {{ template "router.chart" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- define "router.namespace" -}}
{{- if .Values.namespaceOverride -}}{{- .Values.namespaceOverride -}}{{- else -}}{{- .Release.Namespace -}}{{- end -}}
{{- end -}}
{{- define "providers.kubernetesIngress.publishedServicePath" -}}
{{- $defServiceName := printf "%s/%s" (include "router.namespace" .) (include "router.fullname" .) -}}
{{- $servicePath := default $defServiceName .Values.providers.kubernetesIngress.publishedService.pathOverride }}
{{- print $servicePath | trimSuffix "-" -}}
{{- end -}}
{{/* semver without a digest, hub images have versions of their own */}}
{{- define "imageVersion" -}}
{{/* without an image that is a version the chart's */}}
{{ if $.Values.versionOverride }}
{{- $.Values.versionOverride }}
{{- else -}}
{{- $version := (split "@" (default $.Chart.AppVersion $.Values.image.tag))._0 | replace "latest-" "" | replace "experimental-" "" }}
{{- if not (regexMatch "^v?\\d+\\.\\d+" $version) }}{{ fail (printf "ERROR: %s is no version, set versionOverride" $version) }}{{ end }}
{{- $version }}
{{- end -}}
{{- end -}}
{{/* yaml of lists and maps into flags */}}
{{- define "router.yaml2CommandLineArgsRec" -}}
    {{- $path := .path -}}
    {{- range $key, $value := .content -}}
        {{- if kindIs "map" $value }}
            {{- include "router.yaml2CommandLineArgsRec" (dict "path" (printf "%s.%s" $path $key) "content" $value) -}}
        {{- else }}
            {{- with $value }}
--{{ join "." (list $path $key)}}={{ join "," $value }}
            {{- end -}}
        {{- end -}}
    {{- end -}}
{{- end -}}
{{- define "router.yaml2CommandLineArgs" -}}
    {{- range ((regexSplit "\n" ((include "router.yaml2CommandLineArgsRec" (dict "path" .path "content" .content)) | trim) -1) | compact) -}}
      {{ printf "- \"%s\"\n" . }}
    {{- end -}}
{{- end -}}
{{- define "router.hasPluginsVolume" -}}
    {{- $found := false -}}
    {{- range . -}}{{- if eq .name "plugins" -}}{{ $found = true }}{{- end -}}{{- end -}}
    {{- $found -}}
{{- end -}}
{{- define "router.proxyVersion" -}}{{ $v := include "imageVersion" . | trim }}{{ $s := semver $v }}{{ printf "%d.%d.%d" $s.Major $s.Minor $s.Patch }}{{ with $s.Prerelease }}-{{ . }}{{ end }}{{- end -}}
