Option Explicit
Option Private Module

' What cells and buttons do when something fails, and the words of the add-in: they stand on its own hidden sheet,
' because VBA source cannot hold Chinese on every Windows.

' xlErrValue: a text instead would be passed over by SUM in silence.
Private Const ValueError As Long = 2015
' A thousand cells can fail for one reason: the journal keeps the first ones of a session.
Private Const MostLines As Long = 50
Private Const LargestFile As Long = 1000000

Private lineCount As Long

Public Function CellFailure(ByVal place As String, ByVal reason As String) As Variant
    Journal place, reason
    CellFailure = CVErr(ValueError)
End Function

Public Sub Journal(ByVal place As String, ByVal reason As String)
    Dim handle As Integer
    If lineCount >= MostLines Then Exit Sub
    lineCount = lineCount + 1
    On Error GoTo silent
    handle = FreeFile
    If SizeOf(JournalPlace()) > LargestFile Then
        Open JournalPlace() For Output As #handle
    Else
        Open JournalPlace() For Append As #handle
    End If
    ' On one line, a traceback too.
    Print #handle, Format$(Now, "yyyy-mm-dd hh:mm:ss") & " " & place & ": " & Replace(Replace(reason, vbCr, ""), vbLf, " | ")
    Close #handle
silent:
End Sub

Public Function JournalPlace() As String
    JournalPlace = Environ$("@VARIABLE@") & "@SEPARATOR@@FOLDER@@SEPARATOR@@LOG@"
End Function

Private Function SizeOf(ByVal path As String) As Long
    On Error GoTo missing
    SizeOf = FileLen(path)
missing:
End Function

Public Function Say(ByVal key As String) As String
    Dim place As Long
    Say = key
    On Error GoTo unknown
    With ThisWorkbook.Worksheets("@WORDS@")
        place = 1
        Do While .Cells(place, 1).Value <> ""
            If .Cells(place, 1).Value = key Then
                Say = .Cells(place, 2).Value
                Exit Function
            End If
            place = place + 1
        Loop
    End With
unknown:
End Function

' Whether marks are left in a workbook. Clerks delete the sheet of results by hand: the marks are still there then, and
' so is the hidden sheet that remembers what they cover. A clerk's own sheet may bear either name.
Public Function HasMarks(ByVal Wb As Object) As Boolean
    Dim sheet As Object
    For Each sheet In Wb.Worksheets
        If sheet.Name = Say("result-sheet") Then
            If InStr(sheet.Cells(1, 1).Value, Say("result-begins")) = 1 Then HasMarks = True
        ElseIf sheet.Name = Say("memory-sheet") Then
            If sheet.Cells(1, 1).Value = Say("memory-begins") Then HasMarks = True
        End If
    Next sheet
End Function

' The Chinese help of the functions for Excel's function wizard. Excel refuses where no workbook is on the screen
' (then nothing is lost but the help).
Public Sub TellHelp()
    Dim place As Long, count As Long, index As Long
    Dim told() As String
    On Error Resume Next
    With ThisWorkbook.Worksheets("@FUNCTIONS@")
        place = 1
        Do While .Cells(place, 1).Value <> ""
            count = .Cells(place, 3).Value
            ReDim told(0 To count - 1)
            For index = 0 To count - 1
                told(index) = .Cells(place, 4 + index).Value
            Next index
            Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & .Cells(place, 1).Value, Description:=.Cells(place, 2).Value, Category:=Say("title"), ArgumentDescriptions:=told
            place = place + 1
        Loop
    End With
    ' Nothing of it is to be saved.
    ThisWorkbook.Saved = True
End Sub
