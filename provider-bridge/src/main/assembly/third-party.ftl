<#-- The list of the libraries in the package, for license-maven-plugin. -->
The libraries of this package, in lib, and their licences. The text of each licence is beside this file;
notices of a library are in its jar, under META-INF. The licences of the Java runtime are in runtime/legal.
<#list licenseMap as licence>

${licence.key} (${licence.key}.txt)
<#list licence.value as library>
  ${library.groupId}:${library.artifactId}:${library.version}
</#list>
</#list>
