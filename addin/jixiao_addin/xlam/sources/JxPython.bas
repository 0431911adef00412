Option Explicit
Option Private Module

' The way to Python: one process for all workbooks, started by the library that comes with xlwings.
'
' XLPy, its declarations and the shape of the calls are taken from xlwings @XLWINGS@ and cut down. What was left out is
' what let a workbook have a say: its configuration sheet, its folder on Python's path, its embedded code. Python is
' started itself, not through the command shell: that could be found in the workbook's folder, and it outlives a Python
' that fails, for which the library then waits two minutes. -P keeps the current folder off Python's path.
'
'xlwings is distributed under a BSD 3-clause license.
'
'Copyright (C) 2014-present, Zoomer Analytics LLC.
'All rights reserved.
'
'Redistribution and use in source and binary forms, with or without modification,
'are permitted provided that the following conditions are met:
'
'* Redistributions of source code must retain the above copyright notice, this
'  list of conditions and the following disclaimer.
'
'* Redistributions in binary form must reproduce the above copyright notice, this
'  list of conditions and the following disclaimer in the documentation and/or
'  other materials provided with the distribution.
'
'* Neither the name of the copyright holder nor the names of its
'  contributors may be used to endorse or promote products derived from
'  this software without specific prior written permission.
'
'THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
'ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
'WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
'DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
'ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
'(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
'LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
'ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
'(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
'SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

#If Win64 Then
    Private Const XLPyDLLName As String = "@DLL64@"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "@DLL64@" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
#Else
    Private Const XLPyDLLName As String = "@DLL32@"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "@DLL32@" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
#End If
Private Declare PtrSafe Function LoadLibrary Lib "KERNEL32" Alias "LoadLibraryA" (ByVal lpLibFileName As String) As LongPtr

' vbObjectError + 1001, written out: LibreOffice, in which this text is tried, knows no sums in constants.
Private Const NotReady As Long = -2147220503

Private isBusy As Boolean
Private isLoaded As Boolean
Private startCommand As String

Public Function XLPy()
    Prepare
    If 0 <> XLPyDLLActivateAuto(XLPy, startCommand, 1) Then Err.Raise 1000, Description:=XLPy
End Function

Public Function IsButtonAtWork() As Boolean
    IsButtonAtWork = isBusy
End Function

Public Sub RunButton(ByVal entry As String, ByVal needsWorkbook As Boolean)
    Dim python As Object, caller As Workbook, reason As String, isUnready As Boolean
    If isBusy Then Exit Sub
    If needsWorkbook And ActiveWorkbook Is Nothing Then
        MsgBox Say("open-workbook"), vbInformation, Say("title")
        Exit Sub
    End If
    On Error GoTo failed
    isBusy = True
    ThisWorkbook.Watch
    ' A button that needs no workbook is handed the add-in itself: by it Python finds Excel, also with nothing open.
    Set caller = ThisWorkbook
    If needsWorkbook Then Set caller = ActiveWorkbook
    Set python = XLPy
    python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", caller
    python.Exec "from @BUTTONS@ import " & entry & "; " & entry & "()"
done:
    ' Python lets go of the workbook, or Excel could not close it.
    On Error Resume Next
    If Not python Is Nothing Then python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", Nothing
    isBusy = False
    Exit Sub
failed:
    reason = Err.Description
    isUnready = (Err.Number = NotReady)
    Journal entry, reason
    If Not isUnready Then reason = Say("failed") & vbCrLf & JournalPlace()
    MsgBox reason, vbExclamation, Say("title")
    Resume done
End Sub

Private Sub Prepare()
    Dim interpreter As String, libraries As String
    If isLoaded Then Exit Sub
    interpreter = Setting("@INTERPRETER@")
    libraries = Setting("@LIBRARIES@")
    If Not IsFullPath(interpreter) Or Not IsFullPath(libraries) Then
        Err.Raise NotReady, Description:=Say("not-installed")
    End If
    If LoadLibrary(libraries & "\" & XLPyDLLName) = 0 Then
        Err.Raise NotReady, Description:=Say("no-library") & vbCrLf & libraries & "\" & XLPyDLLName
    End If
    startCommand = Chr$(34) & interpreter & Chr$(34) & " -P -c ""import xlwings; xlwings.serve('$(CLSID)')"""
    isLoaded = True
End Sub

' A value from the configuration file of this user; empty where there is none.
Private Function Setting(ByVal key As String) As String
    Dim handle As Integer, entry As String
    On Error GoTo missing
    handle = FreeFile
    Open Environ$("@VARIABLE@") & "@SEPARATOR@@FOLDER@@SEPARATOR@@CONFIGURATION@" For Input Access Read As #handle
    Do While Not EOF(handle)
        Line Input #handle, entry
        If Left$(entry, Len(key) + 1) = key & "=" Then Setting = Trim$(Mid$(entry, Len(key) + 2))
    Loop
    Close #handle
missing:
End Function

' C:\... or \\server\...: never a name that would be looked for in the current folder.
Private Function IsFullPath(ByVal path As String) As Boolean
    IsFullPath = (path Like "[A-Za-z]:\*") Or (Left$(path, 2) = "\\")
End Function
