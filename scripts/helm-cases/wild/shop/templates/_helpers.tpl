{{- define "shop.image" -}}
{{- include "kit.images.image" (dict "imageRoot" .Values.image "global" .Values.global "chart" .Chart) -}}
{{- end -}}
{{- define "shop.cache.fullname" -}}
{{- include "kit.names.dependency.fullname" (dict "chartName" "cache" "chartValues" .Values.cache "context" $) -}}
{{- end -}}
{{- define "shop.validateValues" -}}
{{- $messages := list -}}
{{- $messages := append $messages (include "shop.validateValues.database" .) -}}
{{- $messages := append $messages (include "shop.validateValues.email" .) -}}
{{- $messages := without $messages "" -}}
{{- $message := join "\n" $messages -}}
{{- if $message -}}
{{-   printf "\nVALUES VALIDATION:\n%s" $message -}}
{{- end -}}
{{- end -}}
{{- define "shop.validateValues.database" -}}
{{- if and (not .Values.db.enabled) (empty .Values.database.host) -}}
shop: database
    No database: set db.enabled or database.host ("--set database.host=HOST")
{{- end -}}
{{- end -}}
{{- define "shop.validateValues.email" -}}
{{- if not (regexMatch "^[^@]+@[^@]+\\.[a-z]+$" .Values.shopEmail) }}bad email{{ end -}}
{{- end -}}
