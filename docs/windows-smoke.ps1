# Opens Excel, loads the add-in and compares what its functions give; opens every template and looks for errors.
# Nothing is saved. Never run by our tests (they have no Excel): docs/windows.md.
# Chinese text is written as code points, so that this file reads alike in every code page.
param(
    [string]$AddIn = "$env:APPDATA\Microsoft\Excel\XLSTART\jixiao.xlam",
    [string]$Templates = (Join-Path $PSScriptRoot '..\workbook_templates')
)
$ErrorActionPreference = 'Stop'
$failed = 0

function Report([string]$name, $seen, $expected) {
    if ("$seen" -eq "$expected") { Write-Host "ok      $name = $seen" }
    else { $script:failed++; Write-Host "FAILED  $name = $seen, expected $expected" -ForegroundColor Red }
}

$atLeast = [char]0x2265
$wan = "$([char]0x4E07)$([char]0x5143)"
$excellent = [string][char]0x4F18
$excel = New-Object -ComObject Excel.Application
try {
    Write-Host "Excel $($excel.Version), $($excel.OperatingSystem)"
    if ($excel.Path -match 'WPS|Kingsoft') { Write-Host 'This is WPS, not Excel.' -ForegroundColor Yellow }
    $excel.DisplayAlerts = $false
    # Excel started by a program opens no add-ins by itself.
    $null = $excel.Workbooks.Open((Resolve-Path $AddIn).Path)
    $book = $excel.Workbooks.Add()
    $sheet = $book.Worksheets.Item(1)
    $cells = @(
        @("JX_SCORE(""${atLeast}98%"",0.97,10)", 9.74),
        @("JX_SCORE(""=36$wan"",""35$wan"",10)", 9.31),
        @('JX_RATE(40,29.050405)', 72.63),
        @('JX_RATE_SCORE(100,85,10)', 7),
        @('JX_TOTAL({1,2,3.5})', 6.5),
        @('JX_GRADE(94.49)', $excellent),
        @('JX_SCORE("","","")', ''),
        @("JX_HINT("""","""","""",""${atLeast}98%"",98,10,10,"""")", '')
    )
    $row = 0
    foreach ($cell in $cells) {
        $row++
        $sheet.Cells.Item($row, 1).Formula = '=' + $cell[0]
        Report $cell[0] $sheet.Cells.Item($row, 1).Value2 $cell[1]
    }
    $sheet.Cells.Item(20, 1).Formula = '=JX_RATE("x",1)'
    Report 'nonsense is an error value' $excel.WorksheetFunction.IsError($sheet.Cells.Item(20, 1)) 'True'
    $book.Close($false)
    foreach ($file in Get-ChildItem $Templates -Filter *.xlsx) {
        $book = $excel.Workbooks.Open($file.FullName, 0, $true)
        $excel.CalculateFull()
        $errors = 0
        foreach ($sheet in $book.Worksheets) {
            foreach ($cell in $sheet.UsedRange.Cells) { if ($cell.Value2 -is [int]) { $errors++ } }
        }
        Report "error values in $($file.Name)" $errors 0
        $book.Close($false)
    }
}
finally {
    $excel.Quit()
    $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($excel)
}
if ($failed) { Write-Host "$failed failed" -ForegroundColor Red; exit 1 }
Write-Host 'all as expected'
