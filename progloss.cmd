@echo off
rem Starts ProgLoss from a checkout; builds it first when there is no build.
setlocal
set "ROOT=%~dp0"
set "CLASSPATH_FILE=%ROOT%progloss-cli\target\dependencies.txt"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not defined PROGLOSS_HEAP set "PROGLOSS_HEAP=2g"
if exist "%CLASSPATH_FILE%" goto run
echo progloss: building, once (the first time this fetches about 200 MB of libraries) ... 1>&2
pushd "%ROOT%"
call mvnw.cmd -B -q -Dquick -DskipTests -pl progloss-cli -am package
if errorlevel 1 (
  popd
  echo progloss: the build failed 1>&2
  exit /b 1
)
popd
:run
for /f "usebackq delims=" %%L in ("%CLASSPATH_FILE%") do set "LIBRARIES=%%L"
"%JAVA%" -Xmx%PROGLOSS_HEAP% -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 -Djava.awt.headless=true %PROGLOSS_JAVA_ARGS% -cp "%ROOT%progloss-cli\target\classes;%LIBRARIES%" dev.progloss.cli.Main %*
exit /b %ERRORLEVEL%
