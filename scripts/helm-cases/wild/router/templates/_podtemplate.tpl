{{- define "router.podTemplate" }}
  {{- $version := include "imageVersion" $ | trim }}
    metadata:
      annotations:
      {{- with .Values.deployment.podAnnotations }}
        {{- tpl (toYaml .) $ | nindent 8 }}
      {{- end }}
      {{- if .Values.metrics }}
      {{- if and (.Values.metrics.prometheus) (not (.Values.metrics.prometheus.serviceMonitor).enabled) }}
        prometheus.io/scrape: "true"
        prometheus.io/path: "/metrics"
        prometheus.io/port: {{ quote (index .Values.ports .Values.metrics.prometheus.entryPoint).port }}
      {{- end }}
      {{- end }}
        checksum/services: {{ include (print $.Template.BasePath "/service.yaml") . | sha256sum }}
        checksum/rbac: {{ include (print .Template.BasePath "/rbac/role.yaml") $ | sha256sum | trunc 16 }}
      labels:
      {{- include "router.labels" . | nindent 8 -}}
      {{- with .Values.deployment.podLabels }}
      {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      terminationGracePeriodSeconds: {{ default 60 .Values.deployment.terminationGracePeriodSeconds }}
      hostNetwork: {{ .Values.hostNetwork }}
      {{- with .Values.deployment.dnsPolicy }}
      dnsPolicy: {{ . }}
      {{- end }}
      containers:
      - image: {{ template "router.image-name" . }}
        name: {{ template "router.fullname" . }}
        resources:
          {{- with .Values.resources }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
        {{- $probePort := .Values.ports.traefik.port }}
        {{- with .Values.deployment.healthchecksPort }}{{ $probePort = . }}{{ end }}
        readinessProbe:
          httpGet: {path: {{ .Values.deployment.pingPath | default "/ping" }}, port: {{ $probePort }}, scheme: {{ ternary "HTTPS" "HTTP" (eq (.Values.deployment.healthchecksScheme | default "HTTP" | upper) "HTTPS") }}}
        lifecycle:
          {{- with .Values.deployment.lifecycle }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
        ports:
        {{- $hostNetwork := .Values.hostNetwork }}
        {{- range $name, $config := .Values.ports }}
        {{- if $config }}
          {{- if and $hostNetwork (and $config.hostPort $config.port) }}
            {{- if ne ($config.hostPort | int) ($config.port | int) }}
              {{- fail "ERROR: All hostPort must match their respective containerPort when `hostNetwork` is enabled" }}
            {{- end }}
          {{- end }}
        - name: {{ $name | lower | quote }}
          containerPort: {{ default $config.port $config.containerPort }}
          {{- if $config.hostPort }}
          hostPort: {{ $config.hostPort }}
          {{- end }}
          {{- if $config.hostIP }}
          hostIP: {{ $config.hostIP }}
          {{- end }}
          protocol: {{ default "TCP" $config.protocol | quote }}
          {{- if ($config.http3).enabled }}
        - name: "{{ $name }}-http3"
          containerPort: {{ $config.port }}
          {{- if $config.http3.advertisedPort }}
          hostPort: {{ default $config.hostPort $config.http3.advertisedPort }}
          {{- end }}
          protocol: UDP
          {{- end }}
        {{- end }}
        {{- end }}
        {{- with .Values.securityContext }}
        securityContext:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        volumeMounts:
          - name: {{ .Values.persistence.name }}
            mountPath: {{ .Values.persistence.path }}
            {{- if .Values.persistence.subPath }}
            subPath: {{ tpl .Values.persistence.subPath . }}
            {{- end }}
          {{- $root := . }}
          {{- range .Values.volumes }}
          - {name: {{ tpl (.name) $root | replace "." "-" }}, mountPath: {{ .mountPath }}, readOnly: true}
          {{- end }}
          {{- if gt (len .Values.experimental.plugins) 0 }}
          {{- if ne (include "router.hasPluginsVolume" .Values.deployment.additionalVolumes) "true" }}
          - name: plugins
            mountPath: "/plugins-storage"
          {{- end }}
          {{- end }}
        args:
          {{- with .Values.globalArguments }}
          {{- range . }}
          - {{ . | quote }}
          {{- end }}
          {{- end }}
          {{- range $name, $config := .Values.ports }}
          {{- if $config }}
          - "--entryPoints.{{$name}}.address={{ $config.hostIP }}:{{ $config.port }}/{{ default "tcp" $config.protocol | lower }}"
          {{- with $config.asDefault }}
          {{- if semverCompare "<3.0.0-0" $version }}
            {{- fail "ERROR: Default entrypoints are available on v3 only" }}
          {{- end }}
          - "--entryPoints.{{$name}}.asDefault={{ . }}"
          {{- end }}
          {{- end }}
          {{- end }}
          - "--ping=true"
          {{- with .Values.metrics.prometheus }}
          - "--metrics.prometheus=true"
          - "--metrics.prometheus.entrypoint={{ .entryPoint }}"
          {{- if (or (eq "<nil>" (toString .addEntryPointsLabels)) .addEntryPointsLabels) }}
          - "--metrics.prometheus.addEntryPointsLabels=true"
          {{- end }}
          {{- with .buckets }}
          - "--metrics.prometheus.buckets={{ . }}"
          {{- end }}
          {{- end }}
          {{- range $pluginName, $plugin := .Values.experimental.plugins }}
          {{- if or (ne (typeOf $plugin) "map[string]interface {}") (not (hasKey $plugin "moduleName")) (not (hasKey $plugin "version")) }}
            {{- fail  (printf "ERROR: plugin %s is missing moduleName/version keys !" $pluginName) }}
          {{- end }}
          - --experimental.plugins.{{ $pluginName }}.moduleName={{ $plugin.moduleName }}
          - --experimental.plugins.{{ $pluginName }}.version={{ $plugin.version }}
          {{- $settings := (get $plugin "settings") | default dict }}
          {{- range $k, $v := $settings }}
            {{- if kindIs "map" $v }}
              {{- range $k2, $v2 := $v }}
          - --experimental.plugins.{{ $pluginName }}.settings.{{ $k }}.{{ $k2 }}={{ $v2 }}
              {{- end }}
            {{- else if kindIs "slice" $v }}
          - --experimental.plugins.{{ $pluginName }}.settings.{{ $k }}={{ range $i, $e := $v }}{{ if $i }},{{ end }}{{ $e }}{{ end }}
            {{- else }}
          - --experimental.plugins.{{ $pluginName }}.settings.{{ $k }}={{ $v }}
            {{- end }}
          {{- end }}
          {{- end }}
          {{- with .Values.providers.kubernetesCRD }}
          {{- if (and .enabled (or (gt (len .namespaces) 0) $.Values.rbac.namespaced)) }}
          - "--providers.kubernetescrd.namespaces={{ if and (not (has $.Release.Namespace .namespaces)) $.Values.rbac.namespaced }}{{ template "router.namespace" $ }}{{ if .namespaces }},{{ end }}{{ end }}{{ join "," .namespaces }}"
          {{- end }}
          {{- end }}
          {{- with .Values.providers.kubernetesIngress }}
          {{- if .enabled }}
          - "--providers.kubernetesingress"
          {{- if (and .publishedService.enabled $.Values.service.enabled) }}
          - "--providers.kubernetesingress.ingressendpoint.publishedservice={{ template "providers.kubernetesIngress.publishedServicePath" $ }}"
          {{- end }}
          {{- with .labelSelector }}
          - "--providers.kubernetesingress.labelSelector={{ . }}"
          {{- end }}
          {{- end }}
          {{- end }}
          {{- range $entrypoint, $config := $.Values.ports }}
          {{- if $config }}
            {{- if $config.redirectTo }}
             {{- fail "ERROR: redirectTo syntax has been removed in v34 of this Chart. See Release notes or EXAMPLES.md for new syntax." -}}
            {{- end }}
            {{- if ($config.redirections).entryPoint }}
              {{- with $config.redirections.entryPoint }}
                {{- if .to }}
                {{- $toPort := index $.Values.ports .to }}
          - "--entryPoints.{{ $entrypoint }}.http.redirections.entryPoint.to=:{{ ($toPort | default dict).exposedPort }}"
                {{- end }}
                {{- range $k := tuple "scheme" "priority" "permanent" }}
                {{- with index $config.redirections.entryPoint $k }}
          - "--entryPoints.{{ $entrypoint }}.http.redirections.entryPoint.{{ $k }}={{ . }}"
                {{- end }}
                {{- end }}
              {{- end }}
            {{- end }}
            {{- if $config.middlewares }}
          - "--entryPoints.{{ $entrypoint }}.http.middlewares={{ join "," $config.middlewares }}"
            {{- end }}
            {{- if $config.tls }}
              {{- with $config.tls }}
                {{- if .enabled }}
          - "--entryPoints.{{ $entrypoint }}.http.tls=true"
                  {{- range $index, $domain := .domains }}
                    {{- if $domain.main }}
          - "--entryPoints.{{ $entrypoint }}.http.tls.domains[{{ $index }}].main={{ $domain.main }}"
                    {{- end }}
                    {{- if $domain.sans }}
          - "--entryPoints.{{ $entrypoint }}.http.tls.domains[{{ $index }}].sans={{ join "," $domain.sans }}"
                    {{- end }}
                  {{- end }}
                {{- end }}
              {{- end }}
            {{- end }}
            {{- with $config.forwardedHeaders }}
              {{- if .trustedIPs }}
          - "--entryPoints.{{ $entrypoint }}.forwardedHeaders.trustedIPs={{ join "," .trustedIPs }}"
              {{- end }}
            {{- end }}
            {{- with $config.transport }}
              {{- range $group, $settings := omit . "keepAliveMaxRequests" }}
              {{- range $key, $value := $settings }}
              {{- if not (kindIs "invalid" $value) }}
          - "--entryPoints.{{ $entrypoint }}.transport.{{ $group }}.{{ $key }}={{ $value }}"
              {{- end }}
              {{- end }}
              {{- end }}
              {{- if not (eq .keepAliveMaxRequests nil) }}
          - "--entryPoints.{{ $entrypoint }}.transport.keepAliveMaxRequests={{ .keepAliveMaxRequests }}"
              {{- end }}
            {{- end }}
          {{- end }}
          {{- end }}
          {{- with .Values.logs.general }}
            {{- if not (has (.format | default "common" | toString) (list "common" "json")) }}
              {{- fail (printf "format %v of logs" .format) }}
            {{- end }}
          - "--log.level={{ .level | upper }}"
          {{- end }}
          {{- if .Values.logs.access.enabled }}
          - "--accesslog=true"
            {{- include "router.yaml2CommandLineArgs" (dict "path" "accesslog" "content" (omit .Values.logs.access "enabled" "fields")) | nindent 10 }}
            {{- range $fieldname, $fieldaction := .Values.logs.access.fields.general.names }}
          - "--accesslog.fields.names.{{ $fieldname }}={{ $fieldaction }}"
            {{- end }}
          {{- end }}
          {{- range $resolver, $config := $.Values.certificatesResolvers }}
            {{- include "router.yaml2CommandLineArgs" (dict "path" (printf "certificatesresolvers.%s" $resolver) "content" $config) | trim | nindent 10 }}
          {{- end }}
          {{- with .Values.additionalArguments }}
          {{- range . }}
          - {{ tpl . $ | quote }}
          {{- end }}
          {{- end }}
        {{- with (include "router.env" . | fromYamlArray) }}
        env:
          {{- toYaml . | nindent 10 }}
        {{- end }}
{{ end -}}
{{- define "router.env" -}}
- {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
{{- if ($.Values.resources.limits).cpu }}
- name: GOMAXPROCS
  valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: '1'}}
{{- end }}
{{- with .Values.resources.limits }}{{ with .memory }}
{{- $units := dict "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "" 1 }}
{{- $unit := regexFind "[A-Za-z]*$" (toString .) }}
- {name: GOMEMLIMIT, value: {{ mulf (float64 (trimSuffix $unit (toString .))) (get $units $unit) 0.9 | floor | int64 | quote }}}
{{- end }}{{ end }}
{{- range .Values.env }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end -}}
