"""What the console says of a mail."""

from django.core.mail import EmailMessage

from rackbeat.lib.letterbox import ConsoleBackend


def test_a_letter_is_read_and_an_attachment_is_one_word(capsys):
    letter = EmailMessage("New password", "Follow https://here.example/x", to=["bo@nordlys.example"])
    paper = EmailMessage("Invoice 1001", "Dear Kari", to=["kari@fjord.example"], cc=["ola@fjord.example"])
    paper.attach("invoice-1001.pdf", b"%PDF" * 5000, "application/pdf")
    assert ConsoleBackend().send_messages([letter, paper]) == 2
    assert capsys.readouterr().out == (
        "Mail to bo@nordlys.example: New password\nFollow https://here.example/x\n\n"
        "Mail to kari@fjord.example, ola@fjord.example: Invoice 1001 [invoice-1001.pdf]\n"
    )
