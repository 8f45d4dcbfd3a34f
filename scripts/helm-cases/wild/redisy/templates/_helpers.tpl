{{- define "redisy.image" -}}
{{ include "common.images.image" (dict "imageRoot" .Values.image "global" .Values.global "chart" .Chart) }}
{{- end -}}
{{- define "redisy.secretName" -}}
{{- if .Values.auth.existingSecret -}}
{{- printf "%s" (tpl .Values.auth.existingSecret $) -}}
{{- else -}}
{{- printf "%s" (include "common.names.fullname" .) -}}
{{- end -}}
{{- end -}}
{{- define "redisy.createConfigmap" -}}
{{- if empty .Values.existingConfigmap }}{{- true -}}{{- end -}}
{{- end -}}
{{- define "redisy.validateValues" -}}
{{- $messages := list -}}
{{- $messages = append $messages (include "redisy.validateValues.architecture" .) -}}
{{- $messages = append $messages (include "redisy.validateValues.acl" .) -}}
{{- $messages = without $messages "" -}}
{{- $message := join "\n" $messages -}}
{{- if $message -}}
{{-   printf "\nVALUES VALIDATION:\n%s" $message | fail -}}
{{- end -}}
{{- end -}}
{{- define "redisy.validateValues.architecture" -}}
{{- if not (has .Values.architecture (list "standalone" "replication")) -}}
redisy: architecture
    Invalid architecture selected. Valid values are "standalone" and
    "replication". Please set a valid architecture (--set architecture="xxxx")
{{- end -}}
{{- end -}}
{{- define "redisy.validateValues.acl" -}}
{{- if and .Values.auth.acl.enabled (not .Values.auth.enabled) -}}
redisy: acl
    ACL wants auth.enabled
{{- end -}}
{{- end -}}
