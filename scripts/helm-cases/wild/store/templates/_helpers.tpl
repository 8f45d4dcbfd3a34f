{{/* vim: set filetype=mustache: */}}
{{- define "store.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "store.fullname" -}}
{{- if .Values.global.name -}}{{- .Values.global.name | trunc 63 | trimSuffix "-" -}}{{- else -}}{{ .Release.Name }}-{{ include "store.name" . }}{{- end -}}
{{- end -}}
{{- define "store.root.username" -}}
  {{- if .Values.rootUser }}
    {{- .Values.rootUser | toString }}
  {{- else }}
    {{- include "store.getValueFromSecret" (dict "Namespace" .Release.Namespace "Name" (include "store.fullname" .) "Length" 20 "Key" "rootUser") }}
  {{- end }}
{{- end -}}
{{- define "store.getValueFromSecret" }}
  {{- $len := (default 16 .Length) | int -}}
  {{- $obj := (lookup "v1" "Secret" .Namespace .Name).data -}}
  {{- if $obj }}{{- index $obj .Key | b64dec -}}
  {{- else -}}{{- repeat $len "x" -}}
  {{- end -}}
{{- end }}
{{- define "store.hasnoSSL" -}}{{ if not .Values.tls.enabled }}{{ print "http" }}{{ else }}{{ print "https" }}{{ end }}{{- end -}}
{{- define "registry_url" -}}
{{- if .Values.privateRegistry.registryUrl -}}
{{- printf "%s/" .Values.privateRegistry.registryUrl -}}
{{- else -}}
{{- include "system_default_registry" . -}}
{{- end -}}
{{- end -}}
{{- define "system_default_registry" -}}
{{- if and .Values.global.cattle .Values.global.cattle.systemDefaultRegistry -}}
{{- printf "%s/" .Values.global.cattle.systemDefaultRegistry -}}
{{- else -}}
{{- "" -}}
{{- end -}}
{{- end -}}
{{- define "cache.scheme" -}}
  {{- with .Values.cache }}
    {{- ternary "redis+sentinel" "redis" (and (eq .type "external" ) (not (not .external.sentinelMasterSet))) }}
  {{- end }}
{{- end -}}
{{/*scheme://[:password@]addr/db_index?idle_timeout_seconds=30*/}}
{{- define "cache.url" -}}
  {{- with .Values.cache }}
    {{- $path := ternary "" (printf "/%s" (include "cache.masterSet" $)) (not (include "cache.masterSet" $)) }}
    {{- $cred := ternary (printf "%s:%s@" (.external.username | urlquery) (.external.password | urlquery)) "" (and (eq .type "external" ) (not (not .external.password))) }}
    {{- printf "%s://%s%s%s" (include "cache.scheme" $) $cred (include "cache.addr" $) $path -}}
  {{- end }}
{{- end -}}
{{- define "cache.masterSet" -}}
  {{- with .Values.cache }}
    {{- ternary .external.sentinelMasterSet "" (eq "redis+sentinel" (include "cache.scheme" $)) }}
  {{- end }}
{{- end -}}
{{- define "cache.addr" -}}
  {{- with .Values.cache }}
    {{- ternary (printf "%s-redis:6379" (include "store.fullname" $ )) .external.addr (eq .type "internal") }}
  {{- end }}
{{- end -}}
{{- define "consul.validateX" -}}
{{- if and .Values.global.acls.manageSystemACLs (not .Values.global.tls.enabled) }}{{ fail "ACLs need TLS" }}{{ end -}}
{{- end -}}
{{- define "consul.pdb.maxUnavailable" -}}
{{- if eq (int .Values.server.replicas) 1 -}}
{{ 0 }}
{{- else if .Values.server.disruptionBudget.maxUnavailable -}}
{{ .Values.server.disruptionBudget.maxUnavailable -}}
{{- else -}}
{{- if eq (int .Values.server.replicas) 3 -}}
{{- 1 -}}
{{- else -}}
{{- sub (div (int .Values.server.replicas) 2) 1 -}}
{{- end -}}
{{- end -}}
{{- end -}}
